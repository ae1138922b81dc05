package io.perigee.http.phase;

import io.perigee.http.core.CoreSettings;
import io.perigee.http.core.LocationConf;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;

/**
 * What changes for a request when another location's settings begin to hold (nginx's {@code
 * ngx_http_update_location_config}).
 */
public final class ActiveLocation {
  private ActiveLocation() {}

  /** Lets the settings of the request's location take effect. */
  public static void enter(Request r) {
    LocationConf except = r.location().limitExcept(r.method());
    if (except != null) {
      r.location(except);
    }
    r.connection().locationChanged(r);
    var settings = r.settings();
    var fileOnly = settings.get(CoreSettings.CLIENT_BODY_IN_FILE_ONLY);
    if (fileOnly != CoreSettings.BodyInFile.OFF) {
      r.set(RequestFlag.BODY_IN_FILE_ONLY, true);
      r.set(RequestFlag.BODY_IN_PERSISTENT_FILE, true);
      r.set(RequestFlag.BODY_IN_CLEAN_FILE, fileOnly == CoreSettings.BodyInFile.CLEAN);
    }
    r.set(
        RequestFlag.BODY_IN_SINGLE_BUFFER, settings.get(CoreSettings.CLIENT_BODY_IN_SINGLE_BUFFER));
    PhaseHandler own = r.location().contentHandler();
    if (own != null) {
      r.contentHandler(own);
    }
  }
}
