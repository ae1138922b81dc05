package io.perigee.httpmodules.referer;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.value.Values;
import io.perigee.core.text.Ascii;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Request;

/**
 * {@code valid_referers} and {@code $invalid_referer} (nginx's {@code ngx_http_referer_module}):
 * the variable is "1" where the Referer field is none of the valid ones, else empty.
 */
public final class RefererModule implements HttpModule {
  private static final byte[] INVALID = {'1'};

  private static final Setting<ValidReferers> VALID =
      Setting.optional(
          "valid_referers", in(SERVER, LOCATION), Args.atLeast(1), ValidReferers::parse);

  private static final Setting<Integer> MAX_SIZE =
      Setting.of(
          "referer_hash_max_size",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.number(),
          2048);

  private static final Setting<Integer> BUCKET_SIZE =
      Setting.of(
          "referer_hash_bucket_size",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.number(),
          64);

  /** The module. */
  public RefererModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(VALID, MAX_SIZE, BUCKET_SIZE)
        .variable("invalid_referer", RefererModule::invalid);
  }

  private static byte[] invalid(Request r) {
    ValidReferers valid = r.settings().find(VALID);
    if (valid == null || valid.accept(r, r.headersIn().value(KnownHeader.REFERER))) {
      return Ascii.EMPTY;
    }
    return INVALID;
  }
}
