package org.quickfreeze.backbone.outbox;

/**
 * How the relay reaches its database, outside the pool.
 *
 * @param url JDBC URL
 * @param systemRole the database role the relay works as, {@code <service>_system}
 */
public record RelayDatabase(String url, String user, String password, String systemRole) {
  public RelayDatabase {
    if (!systemRole.matches("[a-z_]+")) {
      throw new IllegalArgumentException("not a role name: " + systemRole);
    }
  }

  @Override
  public String toString() {
    return "RelayDatabase[" + url + ", " + user + "]";
  }
}
