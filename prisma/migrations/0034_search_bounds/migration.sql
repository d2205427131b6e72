-- A tsvector holds a megabyte at most, and a text that has too many words for it could not be kept at all: a document stayed unread for ever.
-- The bound of 0028 is on the text as it came, but one character may unfold to eighteen. What counts is the text as its words are taken
-- from it: a word takes at most four bytes for a character and six besides, so of 200,000 characters all words fit.

CREATE OR REPLACE FUNCTION search_vector(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_tsvector('simple'::regconfig, left(coalesce(search_text($1), ''), 200000));
