package org.quickfreeze.registry.notice.channel;

import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.registry.notice.domain.Chain.Way;

/** E-mail by SMTP, in English and French; it says that something waits, and nothing of what. */
public final class Mail implements SendNotice {
  private static final String TIMEOUT_MILLIS = "10000";

  private final Session session;
  private final Settings settings;

  public Mail(Settings settings) {
    this.settings = settings;
    this.session = Session.getInstance(properties(settings), authenticator(settings));
  }

  /**
   * How the mail server is reached.
   *
   * @param from the register's own service mailbox
   * @param startTls whether a server that offers no TLS is refused
   * @param user null where the server asks for none
   */
  public record Settings(
      String host,
      int port,
      String from,
      boolean startTls,
      @Nullable String user,
      @Nullable String password) {
    @Override
    public String toString() {
      return "Settings[" + host + ':' + port + ']';
    }
  }

  @Override
  public Sent send(Message message, Way way) {
    try {
      MimeMessage mail = new MimeMessage(session);
      mail.setFrom(new InternetAddress(settings.from()));
      mail.setRecipient(RecipientType.TO, new InternetAddress(way.address(), true));
      mail.setSubject(subject(message), StandardCharsets.UTF_8.name());
      mail.setText(text(message), StandardCharsets.UTF_8.name());
      // nobody's absence note should answer, and loop, at three in the morning
      mail.setHeader("Auto-Submitted", "auto-generated");
      mail.setHeader("X-Quickfreeze-Notice", message.notice().toString());
      Transport.send(mail);
      return Sent.delivered();
    } catch (MessagingException e) {
      return Sent.failed("mail-not-taken");
    }
  }

  private static String subject(Message message) {
    String exercise = message.exercise() ? "[EXERCISE / EXERCICE] " : "";
    return exercise + "Quickfreeze " + message.urgency() + ": " + message.english();
  }

  private static String text(Message message) {
    return """
        %s
        %s

        %s / %s
        %s

        Nobody reads answers to this address. Answer with your own sign-in:
        Les réponses à cette adresse ne sont pas lues. Répondez avec votre propre compte :
        POST %s
        %s
        """
        .formatted(
            message.english(),
            message.french(),
            message.urgency(),
            message.createdAt(),
            message.subject(),
            message.path(),
            message.proof() == null ? "" : "\n" + message.proof());
  }

  private static Properties properties(Settings settings) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", settings.host());
    properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
    properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.starttls.enable", "true");
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(settings.startTls()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.auth", Boolean.toString(settings.user() != null));
    return properties;
  }

  private static @Nullable Authenticator authenticator(Settings settings) {
    String user = settings.user();
    if (user == null) {
      return null;
    }
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(user, settings.password());
      }
    };
  }
}
