package io.perigee.ngx.socket;

import io.perigee.core.resolver.Answer;
import io.perigee.core.resolver.NameServers;
import io.perigee.core.resolver.Resolution;
import io.perigee.core.resolver.Resolver;
import io.perigee.core.worker.Worker;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a target, by the configured name servers if it has a name. Of several
 * addresses one is picked at random.
 */
final class TargetLookup {
  /** Who is told, perhaps before the call returns. */
  interface Handler {
    /** The address to connect to. */
    void found(SocketAddress address);

    /** There is none; the text is for Lua code. */
    void notFound(String error);
  }

  private TargetLookup() {}

  /** Starts; what is returned can be cancelled, null if the answer was given at once. */
  static @Nullable Resolution start(
      Worker worker, SocketSettings.Names names, Target target, Handler handler) {
    String problem = target.problem();
    if (problem != null) {
      handler.notFound("failed to parse host name \"" + target.host() + "\": " + problem);
      return null;
    }
    SocketAddress address = target.address();
    if (address != null) {
      handler.found(address);
      return null;
    }
    NameServers servers = names.servers();
    if (servers == null) {
      handler.notFound("no resolver defined to resolve \"" + target.name() + "\"");
      return null;
    }
    Resolution asked =
        Resolver.of(worker, servers)
            .resolve(target.name(), names.timeout(), answer -> tell(target, answer, handler));
    return asked.isDone() ? null : asked;
  }

  private static void tell(Target target, Answer answer, Handler handler) {
    switch (answer) {
      case Answer.Failure failure -> handler.notFound(failure.message(target.name()));
      case Answer.Addresses addresses -> handler.found(target.with(anyOf(addresses.all())));
    }
  }

  private static InetAddress anyOf(List<InetAddress> all) {
    return all.get(all.size() == 1 ? 0 : ThreadLocalRandom.current().nextInt(all.size()));
  }
}
