package org.quickfreeze.gateway.channel;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.consume.Handler.NotYet;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/**
 * Keeps each provider's topics and access rules as the directory says: opened when a provider
 * enters with a Kafka client, closed at once when it ends or its last caller does.
 */
public final class Channels implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Channels.class.getName());
  private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(30);
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final DirectoryCopy directory;
  private final DomainClock clock;
  private final Transactions transactions;
  private final ChannelAdmin admin;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long reconciled = -1;
  private volatile Wanted lastWanted = new Wanted(-1, Instant.MIN, Map.of());

  public Channels(
      DirectoryCopy directory, DomainClock clock, Transactions transactions, ChannelAdmin admin) {
    this.directory = directory;
    this.clock = clock;
    this.transactions = transactions;
    this.admin = admin;
    this.thread = Thread.ofPlatform().name("channels").daemon(true).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
  }

  /**
   * Whether a provider can be reached by its topic.
   *
   * @throws NotYet while its topic is still being made
   */
  public boolean reaches(Tx tx, String provider) throws SQLException, NotYet {
    boolean wanted = wanted().containsKey(provider);
    boolean open =
        tx.first(
                "select open from gateway.channel where provider = ?",
                row -> row.flag("open"),
                provider)
            .orElse(false);
    if (wanted && !open) {
      throw new NotYet("channel-opening");
    }
    return wanted;
  }

  /** An event that was decided by a newer register than this copy waits for it. */
  public void awaitVersion(@Nullable String version) throws NotYet {
    if (version != null && Long.parseLong(version) > directory.version()) {
      throw new NotYet("directory-behind");
    }
  }

  private void run() {
    long lastAt = System.nanoTime() - AT_LEAST_EVERY.toNanos();
    while (!stopping) {
      long version = directory.version();
      if (version != reconciled || System.nanoTime() - lastAt > AT_LEAST_EVERY.toNanos()) {
        try {
          reconcile();
          reconciled = version;
          lastAt = System.nanoTime();
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "channels could not be set: {0}", e.getClass().getName());
        }
      }
      pause();
    }
  }

  private void reconcile() {
    Map<String, String> wanted = new TreeMap<>(wanted());
    Map<String, String> open = open();
    for (Map.Entry<String, String> channel : open.entrySet()) {
      if (!channel.getValue().equals(wanted.get(channel.getKey()))) {
        admin.close(channel.getKey(), channel.getValue());
        note(channel.getKey(), channel.getValue(), false);
      }
    }
    for (Map.Entry<String, String> channel : wanted.entrySet()) {
      if (!channel.getValue().equals(open.get(channel.getKey()))) {
        admin.open(channel.getKey(), channel.getValue());
        note(channel.getKey(), channel.getValue(), true);
      }
    }
  }

  /** From the whole register, so it is kept until that changes, and for a second at most. */
  private Map<String, String> wanted() {
    Wanted known = lastWanted;
    Instant now = clock.now();
    long version = directory.version();
    if (known.version() != version || !now.isBefore(known.until())) {
      Map<String, String> clients = WantedChannels.of(directory.records().toList(), now);
      known = new Wanted(version, now.plus(KEPT), clients);
      lastWanted = known;
    }
    return known.clients();
  }

  private record Wanted(long version, Instant until, Map<String, String> clients) {}

  private Map<String, String> open() {
    record Open(String provider, String client) {}
    return transactions
        .<java.util.List<Open>, RuntimeException>inTransaction(
            Scope.system(),
            tx ->
                tx.query(
                    "select provider, client from gateway.channel where open",
                    row -> new Open(row.text("provider"), row.text("client"))))
        .stream()
        .collect(Collectors.toMap(Open::provider, Open::client, (a, b) -> a));
  }

  private void note(String provider, String client, boolean open) {
    transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.update(
                """
                insert into gateway.channel (provider, client, open, since) values (?, ?, ?, ?)
                on conflict (provider) do update
                set client = excluded.client, open = excluded.open, since = excluded.since""",
                provider,
                client,
                open,
                clock.now()));
  }

  private void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
