package io.perigee.lua.syntax;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The kinds of tokens, with the text by which messages name them. */
enum Token {
  AND("and"),
  BREAK("break"),
  DO("do"),
  ELSE("else"),
  ELSEIF("elseif"),
  END("end"),
  FALSE("false"),
  FOR("for"),
  FUNCTION("function"),
  GOTO("goto"),
  IF("if"),
  IN("in"),
  LOCAL("local"),
  NIL("nil"),
  NOT("not"),
  OR("or"),
  REPEAT("repeat"),
  RETURN("return"),
  THEN("then"),
  TRUE("true"),
  UNTIL("until"),
  WHILE("while"),
  CONCAT(".."),
  DOTS("..."),
  EQ("=="),
  GE(">="),
  LE("<="),
  NE("~="),
  LABEL("::"),
  PLUS("+"),
  MINUS("-"),
  STAR("*"),
  SLASH("/"),
  PERCENT("%"),
  CARET("^"),
  HASH("#"),
  LT("<"),
  GT(">"),
  ASSIGN("="),
  LEFT_PAREN("("),
  RIGHT_PAREN(")"),
  LEFT_BRACE("{"),
  RIGHT_BRACE("}"),
  LEFT_BRACKET("["),
  RIGHT_BRACKET("]"),
  SEMICOLON(";"),
  COLON(":"),
  COMMA(","),
  DOT("."),
  NUMBER("<number>"),
  NAME("<name>"),
  STRING("<string>"),
  EOF("<eof>"),
  /** A byte that begins no token. */
  OTHER("");

  private static final Map<String, Token> KEYWORDS = keywords();
  private static final Token[] SINGLES = singles();

  private final String text;

  Token(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The keyword of this spelling, or NAME. */
  static Token word(String text) {
    return KEYWORDS.getOrDefault(text, NAME);
  }

  /** The token of one character, or OTHER. */
  static Token single(int character) {
    return character >= 0 && character < SINGLES.length ? SINGLES[character] : OTHER;
  }

  private static Map<String, Token> keywords() {
    Map<String, Token> words = new HashMap<>();
    for (Token token : values()) {
      if (token.compareTo(WHILE) <= 0) {
        words.put(token.text, token);
      }
    }
    return words;
  }

  private static Token[] singles() {
    Token[] all = new Token[128];
    Arrays.fill(all, OTHER);
    for (Token token : values()) {
      if (token.compareTo(LABEL) > 0 && token.compareTo(DOT) <= 0) {
        all[token.text.charAt(0)] = token;
      }
    }
    return all;
  }
}
