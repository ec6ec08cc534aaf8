/**
 * Tokens of the Click configuration language.
 *
 * An opening parenthesis begins a configuration string when it follows a name, a compound, `define` or `require`
 * (ClickLexerBase knows), and a group of elements otherwise. A configuration string is one token, kept raw.
 */
lexer grammar ClickLexer;

options {
    superClass = ClickLexerBase;
}

tokens {
    CONFIG
}

ELEMENTCLASS: 'elementclass';
REQUIRE: 'require';
PROVIDE: 'provide';
DEFINE: 'define';

ARROW: '->';
WIDE_ARROW: '=>';
DECLARES: '::';
ALTERNATIVE: '||';
ELLIPSIS: '...';
OPEN_PORTS: '[';
CLOSE_PORTS: ']';
OPEN_COMPOUND: '{';
CLOSE_COMPOUND: '}';
OPEN_CONFIG: '(' {configurationFollows()}? {beginConfiguration();} -> more, mode(CONFIGURATION);
OPEN_GROUP: '(';
CLOSE_GROUP: ')';
COMMA: ',';
SEMICOLON: ';';
BAR: '|';
DASH: '-';

IDENT: NAME_PART ('/' NAME_PART)*;
VARIABLE: '$' [A-Za-z0-9_]*;

fragment NAME_PART: [A-Za-z0-9_@]+;

WHITE_SPACE: [ \t\r\n\u000B\f]+ -> skip;
LINE_COMMENT: '//' ~[\r\n]* -> skip;
BLOCK_COMMENT: '/*' .*? ('*/' | EOF) -> skip;
DIRECTIVE: '#' {atLineStart()}? ~[\r\n]* {directive();} -> skip;

/** Whatever else stands in the text: a fault, which the parser reports. */
OTHER: .;

mode CONFIGURATION;

SINGLE_QUOTED: '\'' ~'\''* ('\'' | EOF) -> more;
DOUBLE_QUOTED: '"' (BYTES | '\\' . | ~["\\])* ('"' | EOF) -> more;
BARE_BYTES: BYTES -> more;
CONFIG_LINE_COMMENT: '//' ~[\r\n]* -> more;
CONFIG_BLOCK_COMMENT: '/*' .*? ('*/' | EOF) -> more;
CONFIG_DIRECTIVE: '#' {atLineStart()}? ~[\r\n]* {directive();} -> more;
NESTED_OPEN: '(' {openParenthesis();} -> more;
NESTED_CLOSE: ')' {closeParenthesis();};
CONFIG_TEXT: ~['"\\/#()]+ -> more;
CONFIG_CHARACTER: . -> more;

fragment BYTES: '\\<' ~'>'* ('>' | EOF);
