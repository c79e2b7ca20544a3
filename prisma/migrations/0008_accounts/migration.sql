-- People, what they may do in which project, and the programs that act for them.

-- The four tables of better-auth: people, their sessions, their passwords (as Argon2id), its short-lived codes.
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "is_administrator" BOOLEAN NOT NULL DEFAULT false,
    "language" TEXT,
    "theme" TEXT,
    "deactivated_at" TIMESTAMPTZ(6),

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "app_user_email_lower" CHECK ("email" = lower("email")),
    CONSTRAINT "app_user_language" CHECK ("language" IN ('de', 'en')),
    CONSTRAINT "app_user_theme" CHECK ("theme" IN ('light', 'dark', 'auto'))
);
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

CREATE TABLE "user_session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_session_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "user_session_token_key" ON "user_session"("token");
CREATE INDEX "user_session_user_id_idx" ON "user_session"("user_id");

CREATE TABLE "user_account" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(6),
    "refresh_token_expires_at" TIMESTAMPTZ(6),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "user_account_provider_id_account_id_key" ON "user_account"("provider_id", "account_id");
CREATE INDEX "user_account_user_id_idx" ON "user_account"("user_id");

CREATE TABLE "user_verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_verification_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "user_verification_identifier_idx" ON "user_verification"("identifier");

CREATE TABLE "membership" (
    "user_id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("user_id","project_id"),
    CONSTRAINT "membership_role" CHECK ("role" IN ('viewer', 'operator', 'engineer', 'admin'))
);
CREATE INDEX "membership_project_id_idx" ON "membership"("project_id");

-- Secrets of programs, as SHA-256. The local one belongs to nobody: it stands for the operating system's user.
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'program',
    "owner_id" UUID,
    "scopes" TEXT[] NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),
    "replaced_by" UUID,

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "api_token_kind" CHECK ("kind" IN ('program', 'local')),
    CONSTRAINT "api_token_owner" CHECK (("kind" = 'program') = ("owner_id" IS NOT NULL)),
    CONSTRAINT "api_token_scopes" CHECK ("scopes" <@ ARRAY['read', 'run', 'write', 'manage'])
);
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");
CREATE INDEX "api_token_owner_id_idx" ON "api_token"("owner_id");

CREATE TABLE "api_token_role" (
    "token_id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "api_token_role_pkey" PRIMARY KEY ("token_id","project_id"),
    CONSTRAINT "api_token_role_role" CHECK ("role" IN ('viewer', 'operator', 'engineer', 'admin'))
);
CREATE INDEX "api_token_role_project_id_idx" ON "api_token_role"("project_id");

-- Links that work once; only the SHA-256 of their secret is kept.
CREATE TABLE "account_link" (
    "id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "email" TEXT,
    "user_id" UUID,
    "is_administrator" BOOLEAN NOT NULL DEFAULT false,
    "project_id" UUID,
    "role" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "account_link_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "account_link_kind" CHECK ("kind" IN ('setup', 'invitation', 'reset')),
    CONSTRAINT "account_link_invitation" CHECK ("kind" <> 'invitation' OR "email" IS NOT NULL),
    CONSTRAINT "account_link_reset" CHECK (("kind" = 'reset') = ("user_id" IS NOT NULL)),
    CONSTRAINT "account_link_role" CHECK ("role" IN ('viewer', 'operator', 'engineer', 'admin')),
    CONSTRAINT "account_link_project_role" CHECK (("project_id" IS NULL) = ("role" IS NULL))
);
CREATE UNIQUE INDEX "account_link_hash_key" ON "account_link"("hash");

-- Failed sign-ins of late, by the SHA-256 of who tried from where. `expire` is in epoch ms.
CREATE TABLE "sign_in_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "sign_in_limit_pkey" PRIMARY KEY ("key")
);

-- AddForeignKey
ALTER TABLE "user_session" ADD CONSTRAINT "user_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "user_account" ADD CONSTRAINT "user_account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "membership" ADD CONSTRAINT "membership_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_replaced_by_fkey" FOREIGN KEY ("replaced_by") REFERENCES "api_token"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "api_token_role" ADD CONSTRAINT "api_token_role_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_token"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "api_token_role" ADD CONSTRAINT "api_token_role_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
