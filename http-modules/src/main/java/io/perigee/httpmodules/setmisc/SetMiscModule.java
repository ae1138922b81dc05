package io.perigee.httpmodules.setmisc;

import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Context.SERVER_IF;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.core.text.Base32Text;
import io.perigee.core.text.Base64Text;
import io.perigee.core.text.Digests;
import io.perigee.core.text.SqlQuote;
import io.perigee.core.text.TextQuote;
import io.perigee.core.text.UriEscape;
import io.perigee.core.variable.ComplexValue;
import io.perigee.core.variable.Variable;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.script.Script;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RequestVariables;
import io.perigee.http.variable.SetFunctions.SetFunction;
import java.util.HexFormat;
import java.util.Set;

/**
 * The set-misc module: directives {@code set_NAME $variable value} that run with the rewrite module
 * in the order of the text. Most of them are functions of one value, for which the second argument
 * may be left out: then the variable is changed in place.
 */
public final class SetMiscModule implements HttpModule {
  private static final Set<Context> SCRIPTS = in(SERVER, SERVER_IF, LOCATION, LOCATION_IF);

  /** The module. */
  public SetMiscModule() {}

  @Override
  public void register(HttpModules modules) {
    function(modules, "set_escape_uri", UriEscape.URI_COMPONENT::escape);
    function(modules, "set_unescape_uri", SetMiscModule::unescapeUri);
    function(modules, "set_quote_sql_str", SqlQuote::quote);
    function(modules, "set_quote_json_str", TextQuote::json);
    function(modules, "set_quote_pgsql_str", TextQuote::postgres);
    function(modules, "set_md5", value -> Digests.hex(Digests.md5(value)));
    function(modules, "set_sha1", value -> Digests.hex(Digests.sha1(value)));
    function(modules, "set_crc32_short", SetMiscModule::crc32);
    function(modules, "set_crc32_long", SetMiscModule::crc32);
    function(modules, "set_encode_hex", Digests::hex);
    function(modules, "set_decode_hex", SetMiscModule::decodeHex);
    function(modules, "set_encode_base32", value -> Base32Text.encode(value, true));
    function(modules, "set_decode_base32", Base32Text::decode);
    function(modules, "set_encode_base64", value -> Base64Text.encode(value, true));
    function(modules, "set_decode_base64", Base64Text::decode);
    function(modules, "set_encode_base64url", Base64Text::encodeUrl);
    function(modules, "set_decode_base64url", Base64Text::decodeUrl);
    modules.directive("set_if_empty", SCRIPTS, Args.exactly(2), SetMiscModule::setIfEmpty);
    modules.directive("set_hmac_sha1", SCRIPTS, Args.exactly(3), SetMiscModule::hmacSha1);
  }

  private static void function(HttpModules modules, String name, SetFunction function) {
    modules.setFunctions().add(name, function);
    modules.directive(name, SCRIPTS, Args.between(1, 2), d -> add(d, function));
  }

  private static void add(Directive d, SetFunction function) {
    Variable<Request> target = RequestVariables.assigned(d, d.arg(0));
    ComplexValue<Request> value = RequestVariables.compile(d, d.arg(d.count() - 1));
    Script.of(d)
        .add(
            state -> {
              byte[] result = function.apply(value.evaluate(state.request()));
              target.assign(state.request(), result == null ? Ascii.EMPTY : result);
            });
  }

  private static void setIfEmpty(Directive d) {
    Variable<Request> target = RequestVariables.assigned(d, d.arg(0));
    ComplexValue<Request> value = RequestVariables.compile(d, d.arg(1));
    Script.of(d)
        .add(
            state -> {
              byte[] old = target.value(state.request());
              if (old == null || old.length == 0) {
                target.assign(state.request(), value.evaluate(state.request()));
              }
            });
  }

  private static void hmacSha1(Directive d) {
    Variable<Request> target = RequestVariables.assigned(d, d.arg(0));
    ComplexValue<Request> key = RequestVariables.compile(d, d.arg(1));
    ComplexValue<Request> text = RequestVariables.compile(d, d.arg(2));
    Script.of(d)
        .add(
            state -> {
              Request r = state.request();
              target.assign(r, Digests.hmacSha1(key.evaluate(r), text.evaluate(r)));
            });
  }

  private static byte[] unescapeUri(byte[] value) {
    byte[] spaced = value.clone();
    for (int i = 0; i < spaced.length; i++) {
      if (spaced[i] == '+') {
        spaced[i] = ' ';
      }
    }
    return UriEscape.unescape(spaced);
  }

  private static byte[] crc32(byte[] value) {
    return Ascii.latin1(HexFormat.of().toHexDigits(Digests.crc32(value), 8));
  }

  private static byte[] decodeHex(byte[] value) {
    if (value.length % 2 != 0) {
      return Ascii.EMPTY;
    }
    byte[] out = new byte[value.length / 2];
    for (int i = 0; i < out.length; i++) {
      int high = Ascii.hexDigit(value[2 * i]);
      int low = Ascii.hexDigit(value[2 * i + 1]);
      if (high < 0 || low < 0) {
        return Ascii.EMPTY;
      }
      out[i] = (byte) (high << 4 | low);
    }
    return out;
  }
}
