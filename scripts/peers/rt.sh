#!/usr/bin/env bash
# A real Request Tracker 5 (Debian package, SQLite, Starlet) on 127.0.0.1 with queues `Incidents` and `Problems`.
#
#   scripts/peers/rt.sh STATE_DIR PORT
#
# Users nabat and dispatcher, each with its name and "-pass"; nabat's REST token is in STATE_DIR/token. Sends no mail.
# Prints READY, stays in the foreground; SIGTERM ends it and what it started.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
package=/usr/share/request-tracker5
mkdir -p "$state/conf.d" "$state/mason" "$state/session" "$state/log"
state=$(cd "$state" && pwd)
cat >"$state/RT_SiteConfig.pm" <<P
Set(\$rtname, 'example.org'); Set(\$Organization, 'example.org');
Set(\$CorrespondAddress, 'rt@example.org'); Set(\$CommentAddress, 'rt-comment@example.org');
Set(\$WebDomain, '127.0.0.1'); Set(\$WebPort, $port); Set(\$WebPath, ''); Set(\$WebBaseURL, 'http://127.0.0.1:$port');
Set(\$Timezone, 'UTC');
Set(\$DatabaseType, 'SQLite'); Set(\$DatabaseName, '$state/rt.db');
Set(\$LogToSyslog, undef); Set(\$LogToFile, 'warning'); Set(\$LogDir, '$state/log'); Set(\$LogToFileNamed, 'rt.log'); Set(\$LogToSTDERR, undef);
Set(\$MailCommand, 'sendmailpipe'); Set(\$SendmailPath, '/bin/true');
# A token is checked by bcrypt on every call.
Set(\$BcryptCost, 4);
Set(%FullTextSearch, Enable => 0);
\$RT::MasonDataDir = '$state/mason'; \$RT::MasonSessionDir = '$state/session';
1;
P
export RT_SITE_CONFIG="$state/RT_SiteConfig.pm" RT_SITE_CONFIG_DIR="$state/conf.d"
if [ ! -e "$state/installed" ]; then
  rm -f "$state/rt.db"
  rt-setup-database-5 --action init --skip-create >"$state/log/init.log" 2>&1 || { tail "$state/log/init.log" >&2; exit 1; }
  cat >"$state/setup.pl" <<'P'
use strict; use warnings; use lib '/usr/local/share/request-tracker5/lib', '/usr/share/request-tracker5/lib';
use RT; RT::LoadConfig(); RT::Init();
my $system = RT->SystemUser;
sub done { my ($made, $told) = @_; die "setup: " . ($told // '?') unless $made; $made }
my @queues;
for my $name (qw(Incidents Problems)) { my $queue = RT::Queue->new($system); done($queue->Create(Name => $name)); push @queues, $queue }
sub field { my ($name, $type, $most, @values) = @_;
  my $field = RT::CustomField->new($system);
  done($field->Create(Name => $name, Type => $type, MaxValues => $most, LookupType => 'RT::Queue-RT::Ticket'));
  $field->AddValue(Name => $_) for @values;
  done($field->AddToObject($_)) for @queues }
field('Service', 'Freeform', 1); field('Functions', 'Freeform', 0); field('Started', 'DateTime', 1);
field('Priority', 'Select', 1, qw(P1 P2 P3 P4)); field('Work group', 'Select', 1, 'vendor-2', 'vendor-3');
field('Nabat', 'Freeform', 0);
my $desk = RT::Group->new($system); done($desk->CreateUserDefinedGroup(Name => 'Service desk'));
for my $name (qw(nabat dispatcher)) {
  my $user = RT::User->new($system);
  done($user->Create(Name => $name, EmailAddress => "$name\@example.org", Password => "$name-pass", Privileged => 1));
  done($desk->AddMember($user->PrincipalId)) }
for my $queue (@queues) { for my $right (qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ReplyToTicket CommentOnTicket
  ModifyTicket OwnTicket SeeCustomField ModifyCustomField SetInitialCustomField)) {
  done($desk->PrincipalObj->GrantRight(Right => $right, Object => $queue)) } }
done($desk->PrincipalObj->GrantRight(Right => 'ManageAuthTokens', Object => $RT::System));
my $nabat = RT::User->new($system); $nabat->Load('nabat');
my $token = RT::AuthToken->new($system); my ($made, $told, $text) = $token->Create(Owner => $nabat->id, Description => 'nabat');
done($made, $told); open my $file, '>', $ENV{TOKEN}; print $file $text; close $file;
my $scrips = RT::Scrips->new($system); $scrips->UnLimit;
while (my $scrip = $scrips->Next) { $scrip->SetDisabled(1) unless $scrip->Disabled }
P
  TOKEN="$state/token" perl "$state/setup.pl" >&2
  touch "$state/installed"
fi
perl $package/libexec/rt-server --server Starlet --host 127.0.0.1 --port "$port" --max-workers 2 >"$state/log/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; exit 0' TERM INT EXIT
for _ in $(seq 1 900); do
  if curl -fs -H "Authorization: token $(cat "$state/token")" "http://127.0.0.1:$port/REST/2.0/rt" >/dev/null 2>&1; then
    echo "READY http://127.0.0.1:$port"
    wait "$server"
    exit
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
tail "$state/log/server.log" >&2
exit 1
