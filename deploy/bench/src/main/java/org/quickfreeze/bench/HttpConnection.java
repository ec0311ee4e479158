package org.quickfreeze.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP/1.1 connection that is kept open, one call at a time. Made for load: it costs the
 * machine, which the measured services share, as little as it can.
 */
final class HttpConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
  private final String host;

  /** Connects to 127.0.0.1. */
  HttpConnection(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.host = "127.0.0.1:" + port;
  }

  /**
   * An answer.
   *
   * @param headers names in lower case
   */
  record Answer(int status, Map<String, String> headers, String body) {}

  /** Sends JSON with a bearer token and more headers; waits for the answer. */
  Answer post(String path, String token, Map<String, String> headers, byte[] body)
      throws IOException {
    return send("POST", path, token, "application/json", headers, body);
  }

  /** Sends bytes with a bearer token; waits for the answer. */
  Answer put(String path, String token, byte[] body) throws IOException {
    return send("PUT", path, token, "application/octet-stream", Map.of(), body);
  }

  private Answer send(
      String method,
      String path,
      String token,
      String type,
      Map<String, String> headers,
      byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder(2048);
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
    head.append("\r\nAuthorization: Bearer ").append(token);
    head.append("\r\nContent-Type: ").append(type);
    head.append("\r\nContent-Length: ").append(body.length);
    headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    head.append("\r\n\r\n");
    out.reset();
    out.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(body);
    socket.getOutputStream().write(out.toByteArray());
    return read();
  }

  /** Asks with a bearer token; waits for the answer. */
  Answer get(String path, String token) throws IOException {
    String head =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return read();
  }

  private Answer read() throws IOException {
    String status = line();
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if (headers.containsKey("transfer-encoding")) {
      throw new IOException("an answer in chunks is not expected here");
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    return new Answer(
        Integer.parseInt(status.substring(9, 12)),
        headers,
        new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
