package io.perigee.core.resolver;

import java.net.InetAddress;
import java.util.List;

/** What became of a name. */
public sealed interface Answer {
  /** The addresses of a name, at least one, in the order of the name server. */
  record Addresses(List<InetAddress> all) implements Answer {}

  /** Why there is no address; the codes are those of DNS, and 110 for a time-out. */
  record Failure(int code) implements Answer {
    /** The name server could not read the question. */
    public static final int FORMAT_ERROR = 1;

    /** The name server could not find out. */
    public static final int SERVER_FAILURE = 2;

    /** There is no such name, or it has no address. */
    public static final int HOST_NOT_FOUND = 3;

    /** {@code resolver_timeout} has passed. */
    public static final int TIMED_OUT = 110;

    /** nginx's words for the code. */
    public String words() {
      return switch (code) {
        case FORMAT_ERROR -> "Format error";
        case SERVER_FAILURE -> "Server failure";
        case HOST_NOT_FOUND -> "Host not found";
        case 4 -> "Unimplemented";
        case 5 -> "Operation refused";
        case TIMED_OUT -> "Operation timed out";
        default -> "Unknown error";
      };
    }

    /** {@code NAME could not be resolved (3: Host not found)}. */
    public String message(String name) {
      return name + " could not be resolved (" + code + ": " + words() + ")";
    }
  }
}
