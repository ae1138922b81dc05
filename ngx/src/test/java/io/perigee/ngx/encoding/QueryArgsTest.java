package io.perigee.ngx.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.core.text.Ascii;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import org.junit.jupiter.api.Test;

class QueryArgsTest {
  private static LuaTable decode(String text) {
    LuaTable table = new LuaTable();
    QueryArgs.decode(Ascii.latin1(text), 0, table);
    return table;
  }

  private static Object at(LuaTable table, String key) {
    return table.get(LuaString.of(key));
  }

  @Test
  void readsValuesFlagsAndRepeatedNames() {
    LuaTable args = decode("a=1&b&c=&=x&a=%41+z");

    LuaTable list = (LuaTable) at(args, "a");
    assertThat(list.getInt(1)).isEqualTo(LuaString.of("1"));
    assertThat(list.getInt(2)).isEqualTo(LuaString.of("A z"));
    assertThat(at(args, "b")).isEqualTo(true);
    assertThat(at(args, "c")).isEqualTo(LuaString.EMPTY);
    assertThat(at(args, "")).isNull();
  }

  @Test
  void cutsOnlyWhenThereIsMoreThanTheLimit() {
    assertThat(QueryArgs.decode(Ascii.latin1("a=1&b=2"), 2, new LuaTable())).isFalse();
    assertThat(QueryArgs.decode(Ascii.latin1("a=1&b=2&c=3"), 2, new LuaTable())).isTrue();
  }

  @Test
  void keepsBrokenEscapes() {
    assertThat(Ascii.string(QueryArgs.unescape(Ascii.latin1("%ua%%20%au")))).isEqualTo("%ua% %au");
  }

  @Test
  void writesFlagsListsAndEscapes() {
    LuaTable args = new LuaTable();
    args.put("a", LuaTable.ofArray(1.0, LuaString.of("b c"), true, false));

    assertThat(Ascii.string(QueryArgs.encode(args))).isEqualTo("a=1&a=b%20c&a");
  }

  @Test
  void refusesValuesThatAreNoText() {
    LuaTable args = new LuaTable();
    args.put("a", LuaTable.ofArray(new LuaTable()));

    assertThatThrownBy(() -> QueryArgs.encode(args))
        .hasMessageContaining("attempt to use table as query arg value");
  }
}
