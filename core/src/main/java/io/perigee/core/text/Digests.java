package io.perigee.core.text;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checksums and digests of bytes. */
public final class Digests {
  private static final HexFormat HEX = HexFormat.of();

  private Digests() {}

  /** The 16 bytes of MD5 (RFC 1321). */
  public static byte[] md5(byte[] bytes) {
    return digest("MD5", bytes);
  }

  /** The 20 bytes of SHA-1 (RFC 3174). */
  public static byte[] sha1(byte[] bytes) {
    return digest("SHA-1", bytes);
  }

  /** The digest by the JDK's name of the algorithm. */
  public static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks " + algorithm, e);
    }
  }

  /** The keyed digest HMAC-SHA1 (RFC 2104), 20 bytes. */
  public static byte[] hmacSha1(byte[] key, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      // an empty key is legal in the RFC but not in the JDK; zero bytes pad to the same block
      byte[] usable = key.length == 0 ? new byte[1] : key;
      mac.init(new SecretKeySpec(usable, "HmacSHA1"));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks HmacSHA1", e);
    }
  }

  /** The CRC-32 of ISO 3309, from 0 to 2^32 - 1. */
  public static long crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, bytes.length);
    return crc.getValue();
  }

  /** Bytes as lower-case hexadecimal text. */
  public static byte[] hex(byte[] bytes) {
    return Ascii.latin1(HEX.formatHex(bytes));
  }
}
