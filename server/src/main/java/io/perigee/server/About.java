package io.perigee.server;

import io.perigee.core.Product;
import java.io.PrintStream;

/**
 * What the program says about itself, in the form of {@code ngx_show_version_info}. Scripts read
 * {@code nginx/x.y.z} from the first line.
 */
final class About {
  private static final String USAGE =
      """
      Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]
                   [-e filename] [-c filename] [-g directives]

      Options:
        -?,-h         : this help
        -v            : show version and exit
        -V            : show version and configure options then exit
        -t            : test configuration and exit
        -T            : test configuration, dump it and exit
        -q            : suppress non-error messages during configuration testing
        -s signal     : send signal to a master process: stop, quit, reopen, reload
        -p prefix     : set prefix path (default: the current folder)
        -e filename   : set error log file (default: logs/error.log)
        -c filename   : set configuration file (default: conf/nginx.conf)
        -g directives : set global directives out of configuration file

      """;

  private About() {}

  static void print(CommandLine options, PrintStream out) {
    out.println("nginx version: " + Product.SERVER_TOKEN + " (perigee/" + Product.VERSION + ")");
    if (options.showHelp()) {
      out.print(USAGE);
    }
    if (options.showConfigure()) {
      out.println(
          "running on Java " + Runtime.version() + ", " + System.getProperty("java.vm.name"));
      out.println("configure arguments: " + Product.CONFIGURE_ARGUMENTS);
    }
  }
}
