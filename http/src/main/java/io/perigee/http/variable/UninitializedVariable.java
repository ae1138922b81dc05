package io.perigee.http.variable;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Context.SERVER_IF;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.value.Values;

/** Whether reading a variable that no {@code set} has reached yet is worth a warning. */
public final class UninitializedVariable {
  /** The directive {@code uninitialized_variable_warn}. */
  public static final Setting<Boolean> WARN =
      Setting.of(
          "uninitialized_variable_warn",
          in(HTTP, SERVER, SERVER_IF, LOCATION, LOCATION_IF),
          Args.flag(),
          Values.flag(),
          true);

  private UninitializedVariable() {}
}
