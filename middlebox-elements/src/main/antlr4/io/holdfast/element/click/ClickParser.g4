/**
 * Syntax of the Click configuration language. What the words mean is decided by the classes that read the tree
 * (ScopeReader and its helpers): names, ports and scopes need declarations that a grammar cannot see.
 *
 * As statements need no separator, much can be read in two ways: a port list goes on with its element or begins the
 * next statement. Going on is always right, so that alternative stands first everywhere.
 *
 * A fault of syntax ends its statement: StatementRecovery reports it and goes on with the next one.
 */
parser grammar ClickParser;

options {
    tokenVocab = ClickLexer;
}

/** Ends at the end of the text, or before a token that fits nowhere; ClickLanguage passes over that. */
file: statement*;

statement
    : connection
    | elementClass
    | requirement
    | definition
    | SEMICOLON
    | stray
    ;

/** What can neither begin a statement nor go on with one. */
stray: CLOSE_PORTS | BAR | DASH | PROVIDE | VARIABLE | OTHER;

elementClass: ELEMENTCLASS IDENT (compound | synonym = IDENT);

requirement: REQUIRE CONFIG;

definition: DEFINE CONFIG;

/** A chain; an empty place at its start or end means the compound's input or output. */
connection
    : elements (arrow elements)* trailing = arrow?
    | leading = arrow elements (arrow elements)* trailing = arrow?
    | leading = arrow
    ;

arrow: ARROW | WIDE_ARROW;

elements: element (COMMA element)*;

element
    : input = ports? name (DECLARES elementType)? CONFIG? output = ports?    # named
    | ports                                                                 # implied
    ;

name: IDENT | compound | group;

elementType: IDENT | compound;

ports: OPEN_PORTS (portRange (COMMA portRange)* open = COMMA?)? CLOSE_PORTS;

portRange: first = IDENT (DASH last = IDENT)?;

group: OPEN_GROUP statement* CLOSE_GROUP;

compound: OPEN_COMPOUND body (ALTERNATIVE body)* CLOSE_COMPOUND;

body: ELLIPSIS | formals? statement*;

formals: formal (COMMA formal)* COMMA? BAR | BAR;

formal: IDENT? VARIABLE;
