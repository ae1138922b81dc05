package io.perigee.core.resolver;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelFactory;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import io.perigee.core.text.Ascii;
import io.perigee.core.worker.Timer;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import io.perigee.core.worker.WorkerKey;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names for one worker by the name servers of one {@code resolver} directive (nginx's
 * {@code ngx_resolver_t}). Callers that want the same name share one lookup. Everything is called
 * on the worker's thread.
 */
public final class Resolver {
  private static final WorkerKey<Map<NameServers, Resolver>> ALL = WorkerKey.of("resolvers");

  /** After this time a question is sent again, to the next server. */
  static final long RESEND_MILLIS = 5000;

  /** A name that nobody asked for so long is forgotten. */
  private static final long IDLE_SECONDS = 30;

  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  private final Worker worker;
  private final NameServers servers;
  private final LinkedHashMap<String, Lookup> names = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable DnsNameResolver wire;
  private int nextServer;

  /** Told when a question was answered or was not. */
  @FunctionalInterface
  interface Response {
    /** The response, to be released, or the failure. */
    void came(Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> response);
  }

  private Resolver(Worker worker, NameServers servers) {
    this.worker = worker;
    this.servers = servers;
    worker.whenEnding(this::close);
  }

  /** The resolver of a worker for a directive; made at first use. */
  public static Resolver of(Worker worker, NameServers servers) {
    return worker
        .attachment(ALL, IdentityHashMap::new)
        .computeIfAbsent(servers, s -> new Resolver(worker, s));
  }

  /**
   * Resolves a name, Latin-1. The handler gets the answer, before this returns if it is known; no
   * later than after the time-out, in milliseconds, unless that is 0.
   */
  public Resolution resolve(String name, long timeoutMillis, Consumer<Answer> handler) {
    Resolution resolution = new Resolution(handler);
    String wanted = normal(name);
    if (!isName(wanted)) {
      resolution.answer(new Answer.Failure(Answer.Failure.HOST_NOT_FOUND));
      return resolution;
    }
    Lookup lookup = names.get(wanted);
    Answer known = lookup == null ? null : lookup.answer();
    if (known != null) {
      resolution.answer(known);
      return resolution;
    }
    if (lookup == null || lookup.isOver()) {
      forgetIdle();
      lookup = new Lookup(this, wanted);
      names.put(wanted, lookup);
    }
    Timer timer = timeoutMillis > 0 ? worker.timer(timeoutMillis, resolution::timedOut) : null;
    resolution.waitsFor(lookup, timer);
    lookup.add(resolution);
    return resolution;
  }

  private static String normal(String name) {
    String lower = Ascii.lower(name);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** Whether the text can be asked for: labels of 1 to 63 visible bytes. */
  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      return false;
    }
    int label = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        return false;
      }
      if (c != '.') {
        label++;
      } else if (label == 0) {
        return false;
      } else {
        label = 0;
      }
      if (label > LONGEST_LABEL) {
        return false;
      }
    }
    return label > 0;
  }

  /** The map is in the order of use, so the first entries are those that idle longest. */
  private void forgetIdle() {
    long now = worker.clock().monotonic();
    Iterator<Lookup> oldest = names.values().iterator();
    while (oldest.hasNext() && oldest.next().isIdle(now, IDLE_SECONDS * 1000)) {
      oldest.remove();
    }
  }

  /** A lookup failed or nobody waits for it any more. */
  void drop(Lookup lookup) {
    names.remove(lookup.name(), lookup);
  }

  Worker worker() {
    return worker;
  }

  NameServers servers() {
    return servers;
  }

  /** How many names are known or asked for; for tests. */
  int size() {
    return names.size();
  }

  /** Servers are asked in turn. */
  int takeServer() {
    int server = nextServer;
    nextServer = (server + 1) % servers.servers().size();
    return server;
  }

  /** Asks one server one question; the lookup is told of the response on the worker's thread. */
  void ask(int server, String name, DnsRecordType type, Response response) {
    InetSocketAddress address = servers.servers().get(server);
    wire()
        .query(address, new DefaultDnsQuestion(name + ".", type))
        .addListener(
            (Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> answer) -> {
              worker.begin();
              try {
                worker.runSafely(() -> response.came(answer));
              } finally {
                worker.end();
              }
            });
  }

  private DnsNameResolver wire() {
    DnsNameResolver known = wire;
    if (known == null) {
      known =
          new DnsNameResolverBuilder(worker.eventLoop())
              .datagramChannelFactory(datagrams(worker.transport()))
              .socketChannelFactory(streams(worker.transport()))
              .nameServerProvider(
                  new SingletonDnsServerAddressStreamProvider(servers.servers().getFirst()))
              .hostsFileEntriesResolver((host, types) -> null)
              .searchDomains(List.of())
              .ndots(1)
              .resolveCache(NoopDnsCache.INSTANCE)
              .cnameCache(NoopDnsCnameCache.INSTANCE)
              .queryTimeoutMillis(RESEND_MILLIS)
              .optResourceEnabled(false)
              .build();
      wire = known;
    }
    return known;
  }

  private static ChannelFactory<? extends DatagramChannel> datagrams(Transport transport) {
    return switch (transport) {
      case EPOLL -> EpollDatagramChannel::new;
      case IO_URING -> IoUringDatagramChannel::new;
      case NIO -> NioDatagramChannel::new;
    };
  }

  private static ChannelFactory<? extends SocketChannel> streams(Transport transport) {
    return switch (transport) {
      case EPOLL -> EpollSocketChannel::new;
      case IO_URING -> IoUringSocketChannel::new;
      case NIO -> NioSocketChannel::new;
    };
  }

  private void close() {
    names.clear();
    DnsNameResolver known = wire;
    if (known != null) {
      wire = null;
      known.close();
    }
  }
}
