using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using LinqToDB.DataProvider.SQLite;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Akka.Persistence.Sql on SQLite. The numbers were measured: parallelism above 1 makes SQLite's writers fight for the one lock.</summary>
public static class JournalConfiguration
{
    /// <summary>Frames under way at a node stay below it: a full queue fails a whole batch of entities.</summary>
    public const int QueueSize = 20_000;

    public static Setup DataOptions(SqliteDatabase database) => new DataOptionsSetup(new DataOptions()
        .UseSQLite(database.ConnectionString, SQLiteProvider.Microsoft)
        .UseProvider(ProviderName.SQLiteMS)
        .UseInterceptor(new CommitBatching()));

    public static Config Hocon() => ConfigurationFactory.ParseString(
        $$"""
        akka.actor {
          serializers.dsmip = "{{typeof(BindingCacheEntrySerializer).AssemblyQualifiedName}}"
          serialization-bindings {
            "{{typeof(BindingCacheEntryState).AssemblyQualifiedName}}" = dsmip
          }
          serialization-identifiers {
            "{{typeof(BindingCacheEntrySerializer).AssemblyQualifiedName}}" = {{BindingCacheEntrySerializer.SerializerIdentifier}}
          }
        }
        akka.persistence {
          max-concurrent-recoveries = 50
          # Every event is the whole state; the default plugin would make a folder in the working directory.
          snapshot-store.plugin = "akka.persistence.no-snapshot-store"
          journal {
            plugin = "akka.persistence.journal.sql"
            sql {
              provider-name = "SQLite.MS"
              auto-initialize = off
              parallelism = 1
              batch-size = 400
              buffer-size = {{QueueSize}}
              max-row-by-row-size = 1
              use-clone-connection = off
              tag-write-mode = Csv
              circuit-breaker {
                max-failures = 10
                call-timeout = 5s
                reset-timeout = 2s
              }
            }
          }
        }
        """).WithFallback(SqlPersistence.DefaultConfiguration);
}
