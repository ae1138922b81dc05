package io.perigee.core.resolver;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a response says to a question for addresses.
 *
 * @param code the response code, 0 for none
 * @param addresses the addresses of the wanted family
 * @param alias the name that the wanted one stands for, if the response has one
 * @param ttl how many seconds all of it is valid
 */
record Records(int code, List<InetAddress> addresses, @Nullable String alias, long ttl) {
  static Records of(DnsResponse response, DnsRecordType type) {
    List<InetAddress> addresses = new ArrayList<>();
    String alias = null;
    long ttl = Long.MAX_VALUE;
    for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
      DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
      if (!(record instanceof DnsRawRecord raw)) {
        continue;
      }
      if (record.type().equals(type)) {
        InetAddress address = address(raw.content());
        if (address != null) {
          addresses.add(address);
          ttl = Math.min(ttl, record.timeToLive());
        }
      } else if (record.type().equals(DnsRecordType.CNAME)) {
        alias = DefaultDnsRecordDecoder.decodeName(raw.content().duplicate());
        ttl = Math.min(ttl, record.timeToLive());
      }
    }
    return new Records(response.code().intValue(), addresses, withoutDot(alias), ttl);
  }

  private static @Nullable InetAddress address(ByteBuf content) {
    byte[] bytes = new byte[content.readableBytes()];
    content.getBytes(content.readerIndex(), bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException wrongLength) {
      return null;
    }
  }

  private static @Nullable String withoutDot(@Nullable String name) {
    return name != null && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
