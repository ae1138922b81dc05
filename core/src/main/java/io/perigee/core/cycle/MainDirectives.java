package io.perigee.core.cycle;

import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.DirectiveTable;

/** Puts the directives of nginx's core and event modules into the table. */
final class MainDirectives {
  private MainDirectives() {}

  static void register(DirectiveTable table) {
    table
        .settings(
            MainSettings.DAEMON,
            MainSettings.MASTER_PROCESS,
            MainSettings.WORKER_PROCESSES,
            MainSettings.WORKER_SHUTDOWN_TIMEOUT,
            MainSettings.PID,
            MainSettings.USER,
            MainSettings.ENV,
            MainSettings.WORKING_DIRECTORY,
            MainSettings.USE,
            MainSettings.WORKER_CONNECTIONS,
            MainSettings.ERROR_LOG)
        .block(
            "events", in(Context.MAIN), Args.none(), d -> d.parseBody(d.child(Context.EVENTS)));
  }
}
