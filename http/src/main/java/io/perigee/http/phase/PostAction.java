package io.perigee.http.phase;

import io.perigee.core.text.Ascii;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;

/** The work that {@code post_action} adds after the answer to a request, unseen by the client. */
final class PostAction {
  private PostAction() {}

  /** Starts the configured action; false where there is none or it already ran. */
  static boolean start(Request r) {
    byte[] target = r.settings().find(CoreSettings.POST_ACTION);
    if (target == null || target.length == 0) {
      return false;
    }
    if (r.is(RequestFlag.POST_ACTION) && r.uriChanges() == 0) {
      return false;
    }
    r.main().count(-1);
    r.set(RequestFlag.POST_ACTION, true);
    r.set(RequestFlag.HEADER_ONLY, true);
    if (target[0] == '/') {
      InternalRedirect.to(r, target, Ascii.EMPTY);
    } else {
      InternalRedirect.named(r, target);
    }
    return true;
  }
}
