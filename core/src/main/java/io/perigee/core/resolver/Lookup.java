package io.perigee.core.resolver;

import io.netty.channel.AddressedEnvelope;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.concurrent.Future;
import io.perigee.core.log.Level;
import io.perigee.core.net.Addresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name that is asked for or known. While it is asked for it has those who wait; then it has the
 * addresses until they are no longer valid. Failures are not kept. The questions for the two
 * families of addresses go out together and are sent again, to the next server, until they are
 * answered or nobody waits any more.
 */
final class Lookup {
  private static final int MAX_ALIASES = 50;

  private final Resolver resolver;
  private final String name;
  private final List<Resolution> waiting = new ArrayList<>(2);
  private final List<InetAddress> found = new ArrayList<>(4);
  private Answer.@Nullable Addresses answer;
  private long validUntil;
  private long ttl = Long.MAX_VALUE;
  private long usedAt;
  private int open;
  private int failure;
  private boolean over;

  Lookup(Resolver resolver, String name) {
    this.resolver = resolver;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** The addresses if they are known and still valid. */
  @Nullable Answer answer() {
    usedAt = resolver.worker().clock().monotonic();
    return answer != null && usedAt / 1000 <= validUntil ? answer : null;
  }

  /** Whether nothing more will come of it. */
  boolean isOver() {
    return over;
  }

  boolean isIdle(long now, long millis) {
    return waiting.isEmpty() && now - usedAt > millis;
  }

  void add(Resolution resolution) {
    boolean first = waiting.isEmpty() && open == 0;
    waiting.add(resolution);
    if (first) {
      usedAt = resolver.worker().clock().monotonic();
      start();
    }
  }

  /** Somebody no longer waits; the last one takes the lookup with him. */
  void forget(Resolution resolution) {
    waiting.remove(resolution);
    if (waiting.isEmpty() && !over) {
      over = true;
      resolver.drop(this);
    }
  }

  private void start() {
    boolean ipv4 = resolver.servers().ipv4();
    boolean ipv6 = resolver.servers().ipv6();
    open = (ipv4 ? 1 : 0) + (ipv6 ? 1 : 0);
    int server = resolver.takeServer();
    if (ipv4) {
      new Question(DnsRecordType.A, server).ask(name);
    }
    if (ipv6) {
      new Question(DnsRecordType.AAAA, server).ask(name);
    }
  }

  /** One of the two questions. */
  private final class Question {
    private final DnsRecordType type;
    private int server;
    private int aliases;

    Question(DnsRecordType type, int server) {
      this.type = type;
      this.server = server;
    }

    void ask(String wanted) {
      if (!over) {
        resolver.ask(server, wanted, type, response -> came(wanted, response));
      }
    }

    private void came(
        String wanted, Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> response) {
      if (!response.isSuccess()) {
        unanswered(wanted, response.cause());
        return;
      }
      AddressedEnvelope<DnsResponse, InetSocketAddress> envelope = response.getNow();
      try {
        if (!over) {
          read(Records.of(envelope.content(), type));
        }
      } finally {
        envelope.release();
      }
    }

    /** Asks the next server; a failure that came at once waits as a time-out would have. */
    private void unanswered(String wanted, Throwable cause) {
      if (over) {
        return;
      }
      InetSocketAddress asked = resolver.servers().servers().get(server);
      server = (server + 1) % resolver.servers().servers().size();
      if (DnsNameResolver.isTimeoutError(cause)) {
        ask(wanted);
        return;
      }
      resolver
          .worker()
          .log()
          .log(
              Level.ERROR,
              "recv() failed ("
                  + cause.getMessage()
                  + ") while resolving, resolver: "
                  + Addresses.text(asked.getAddress())
                  + ":"
                  + asked.getPort());
      resolver.worker().timer(Resolver.RESEND_MILLIS, () -> ask(wanted));
    }

    private void read(Records records) {
      String alias = records.alias();
      if (records.code() == 0 && records.addresses().isEmpty() && alias != null) {
        if (++aliases <= MAX_ALIASES) {
          ttl = Math.min(ttl, records.ttl());
          ask(alias);
          return;
        }
      }
      found.addAll(records.addresses());
      if (!records.addresses().isEmpty()) {
        ttl = Math.min(ttl, records.ttl());
      } else if (failure == 0) {
        failure = records.code() == 0 ? Answer.Failure.HOST_NOT_FOUND : records.code();
      }
      if (--open == 0) {
        finish();
      }
    }
  }

  private void finish() {
    Answer result;
    if (found.isEmpty()) {
      over = true;
      resolver.drop(this);
      result = new Answer.Failure(failure);
    } else {
      long valid = resolver.servers().validSeconds();
      validUntil = resolver.worker().clock().monotonic() / 1000 + (valid > 0 ? valid : ttl);
      answer = new Answer.Addresses(List.copyOf(found));
      over = true;
      result = answer;
    }
    List<Resolution> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(resolution -> resolver.worker().runSafely(() -> resolution.answer(result)));
  }
}
