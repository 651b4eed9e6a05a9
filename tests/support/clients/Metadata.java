import java.io.StringWriter;
import java.sql.*;
import java.time.LocalDateTime;
import java.util.*;

/** What pgjdbc gets, one line for each row: a name, then values between tabs. The argument is a JDBC URL. */
public class Metadata {
  interface Work {
    void run() throws Exception;
  }

  static final String BY_DESK =
      "SELECT desk, measure(notional), count(*) FROM trade_metrics %s GROUP BY 1 ORDER BY 1";
  static Connection connection;

  public static void main(String[] arguments) throws Exception {
    connection = DriverManager.getConnection(arguments[0]);
    DatabaseMetaData metadata = connection.getMetaData();
    show("catalogs", metadata.getCatalogs(), 1);
    show("schemas", metadata.getSchemas(), 1);
    show("tables", metadata.getTables(null, "public", "%", new String[] {"TABLE", "VIEW"}), 2, 3, 4, 5);
    show("columns", metadata.getColumns(null, "public", "trade_metrics", "%"), 4, 6, 12);
    show("primary_keys", metadata.getPrimaryKeys(null, "public", "trade_metrics"), 4);
    show("indexes", metadata.getIndexInfo(null, "public", "trade_metrics", false, true), 6);
    show("imported", metadata.getImportedKeys(null, "public", "trade_metrics"), 4);
    count("types", metadata.getTypeInfo());
    count("functions", metadata.getFunctions(null, null, "%"));
    count("procedures", metadata.getProcedures(null, null, "%"));
    count("function_columns", metadata.getFunctionColumns(null, "pg_catalog", "up%", "%"));
    count("privileges", metadata.getTablePrivileges(null, "public", "trade_metrics"));
    count("user_types", metadata.getUDTs(null, "public", "%", null));
    print("keywords", metadata.getSQLKeywords().contains("materialized"));
    print("catalog", connection.getCatalog());
    print("valid", connection.isValid(10));

    show("by_desk", connection.createStatement().executeQuery(String.format(BY_DESK, "")), 1, 2, 3);
    prepared();
    parameters();
    portals();
    settings();
    errors();
    connection.close();
  }

  /** From the fifth time on it is prepared by the server, and results may be binary. */
  static void prepared() throws SQLException {
    String sql = String.format(BY_DESK, "WHERE desk <> ? AND trade_date >= ?");
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int time = 0; time < 7; time++) {
      statement.setString(1, "nowhere");
      statement.setTimestamp(2, Timestamp.valueOf("2024-01-01 00:00:00"));
      show("prepared_" + time, statement.executeQuery(), 1, 2, 3);
    }
    print("result_type", statement.getMetaData().getColumnTypeName(2));
  }

  static void parameters() throws SQLException {
    PreparedStatement list = connection.prepareStatement(String.format(BY_DESK, "WHERE desk = ANY(?)"));
    list.setArray(1, connection.createArrayOf("text", new String[] {"Macro", "Treasury", "it's {\"\\"}));
    show("text_array", list.executeQuery(), 1, 2, 3);
    PreparedStatement numbers =
        connection.prepareStatement(String.format(BY_DESK, "WHERE portfolio_manager_id = ANY(?)"));
    numbers.setArray(1, connection.createArrayOf("int8", new Long[] {0L, 1L, 2L, 3L}));
    show("number_array", numbers.executeQuery(), 1, 2, 3);
    PreparedStatement mixed =
        connection.prepareStatement(
            String.format(BY_DESK, "WHERE trade_date >= ? AND trade_date < ? AND portfolio_manager_id > ?")
                + " LIMIT ? OFFSET ?");
    mixed.setObject(1, LocalDateTime.of(2024, 1, 1, 0, 0));
    mixed.setDate(2, java.sql.Date.valueOf("2024-01-10"));
    mixed.setInt(3, 0);
    mixed.setInt(4, 2);
    mixed.setLong(5, 1);
    show("mixed", mixed.executeQuery(), 1, 2, 3);
    PreparedStatement missing =
        connection.prepareStatement(String.format(BY_DESK, "WHERE desk = ? OR ? IS NULL"));
    missing.setNull(1, Types.VARCHAR);
    missing.setNull(2, Types.VARCHAR);
    show("null_parameter", missing.executeQuery(), 1, 2, 3);
  }

  static void portals() throws SQLException {
    connection.setAutoCommit(false);
    Statement portions = connection.createStatement();
    portions.setFetchSize(3);
    show("portions", portions.executeQuery(String.format(BY_DESK, "")), 1, 2, 3);
    Statement few = connection.createStatement();
    few.setMaxRows(2);
    ResultSet rows = few.executeQuery(String.format(BY_DESK, ""));
    rows.next();
    print("first_of_few", rows.getString(1));
    Statement back =
        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
    ResultSet all = back.executeQuery(String.format(BY_DESK, ""));
    all.last();
    print("scrolled", all.getRow());
    connection.commit();
    Savepoint savepoint = connection.setSavepoint();
    print("in_transaction", stateOf(() -> connection.createStatement().executeQuery("SELECT nope")));
    connection.rollback(savepoint);
    show("after_savepoint", connection.createStatement().executeQuery("SELECT 7"), 1);
    connection.commit();
    connection.setAutoCommit(true);
  }

  static void settings() throws SQLException {
    connection.setReadOnly(true);
    print("read_only", connection.isReadOnly());
    connection.setReadOnly(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    print("isolation", connection.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE);
    connection.setSchema("public");
    print("schema", connection.getSchema());
    connection.setClientInfo("ApplicationName", "a test");
    show("application", connection.createStatement().executeQuery("SHOW application_name"), 1);
  }

  static void errors() throws SQLException {
    print("insert", stateOf(() -> connection.createStatement().executeUpdate("INSERT INTO trade_metrics (desk) VALUES ('x')")));
    print(
        "copy",
        stateOf(
            () ->
                ((org.postgresql.PGConnection) connection)
                    .getCopyAPI()
                    .copyOut("COPY trade_metrics TO STDOUT", new StringWriter())));
    print(
        "timeout",
        stateOf(
            () -> {
              Statement slow = connection.createStatement();
              slow.setQueryTimeout(1);
              slow.executeQuery("SELECT count(*) FROM generate_series(1, 100000000000)");
            }));
    show("after", connection.createStatement().executeQuery("SELECT 'still here'"), 1);
  }

  static String stateOf(Work work) {
    try {
      work.run();
      return "done";
    } catch (SQLException error) {
      return error.getSQLState();
    } catch (Exception error) {
      return error.toString();
    }
  }

  static void show(String name, ResultSet rows, int... columns) throws SQLException {
    while (rows.next()) {
      Object[] values = new Object[columns.length];
      for (int place = 0; place < columns.length; place++) values[place] = rows.getString(columns[place]);
      print(name, values);
    }
    rows.close();
  }

  static void count(String name, ResultSet rows) throws SQLException {
    int count = 0;
    while (rows.next()) count++;
    print(name, count);
  }

  static void print(String name, Object... values) {
    StringJoiner line = new StringJoiner("\t").add(name);
    for (Object value : values) line.add(String.valueOf(value));
    System.out.println(line);
  }
}
