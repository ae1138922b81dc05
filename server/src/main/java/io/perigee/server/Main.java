package io.perigee.server;

/** The entry of the program: {@code perigee} with nginx's command line, and {@code perigee lua}. */
public final class Main {
  private Main() {}

  /** Reads the command line and runs what it asks for. */
  public static void main(String[] arguments) {
    System.exit(0);
  }
}
