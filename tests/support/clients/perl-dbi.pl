# What DBI and DBD::Pg get, as JSON. Where to connect to is in the environment of libpq.
use strict;
use warnings;
use DBI;
use JSON::PP;

my $database = DBI->connect("dbi:Pg:", "", "", { RaiseError => 1, PrintError => 0 });
my %answers;

my $by_desk = "SELECT desk, measure(notional), count(*) FROM trade_metrics %s GROUP BY 1 ORDER BY 1";

sub rows_of {
  my ($condition, @values) = @_;
  my $statement = $database->prepare(sprintf $by_desk, $condition);
  $statement->execute(@values);
  return [map { [$_->[0], $_->[1] + 0, $_->[2] + 0] } @{ $statement->fetchall_arrayref }];
}

sub failure {
  my ($work) = @_;
  eval { $work->(); 1 } and return undef;
  return $database->state;
}

$answers{tables} = [$database->tables(undef, "public", "%", "TABLE")];
$answers{columns} = [map { [$_->{COLUMN_NAME}, $_->{TYPE_NAME}, $_->{REMARKS}] }
  @{ $database->column_info(undef, "public", "trade_metrics", "%")->fetchall_arrayref({}) }];
$answers{primary_key} = [$database->primary_key(undef, "public", "trade_metrics")];
$answers{by_desk} = rows_of("");
my @desks = map { $_->[0] } @{ $answers{by_desk} }[0, 1];
# The second time, it is prepared by the server.
$answers{prepared} = [map { rows_of("WHERE desk = ? AND portfolio_manager_id > ?", $_, 0) } @desks, @desks];
$answers{any} = rows_of("WHERE desk = ANY(?)", \@desks);
$answers{ping} = $database->ping;

$database->begin_work;
$database->pg_savepoint("before");
$answers{unknown} = failure(sub { $database->do("SELECT nope FROM trade_metrics") });
$answers{aborted} = failure(sub { $database->do("SELECT 1") });
$database->pg_rollback_to("before");
$database->do("DECLARE few CURSOR FOR " . sprintf $by_desk, "");
$answers{cursor} = [map { $_->[0] } @{ $database->selectall_arrayref("FETCH 2 FROM few") }];
$database->commit;

$answers{insert} = failure(sub { $database->do("INSERT INTO trade_metrics (desk) VALUES (?)", undef, "x") });
$answers{copy} = failure(sub { $database->do("COPY trade_metrics TO STDOUT") });
$answers{quoted} = $database->selectrow_array("SELECT " . $database->quote("it's a\\b"));
$database->disconnect;

print JSON::PP->new->canonical->ascii->encode(\%answers), "\n";
