-- Whether somebody has shown that a person's e-mail address is theirs. Signing up asks for no proof, so an account may have been made
-- in somebody else's name, to wait for them; another OpenID provider is linked only to one whose address was proved.

ALTER TABLE "user" ADD COLUMN "email_proved_at" TIMESTAMPTZ(3);
