package io.perigee.core.cycle;

import io.perigee.conf.directive.DirectiveTable;

/** A part of the program with a block of its own in the configuration, such as http. */
public interface Subsystem {
  /** Adds the subsystem's directives; its block's handler attaches what it builds to the root. */
  void register(DirectiveTable table);

  /**
   * Completes the configuration after all of it was read and inherited values are in place; throws
   * ConfError to refuse it.
   */
  void configured(CycleBuilder cycle);
}
