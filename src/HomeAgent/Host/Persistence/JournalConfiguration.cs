using Akka.Configuration;
using Akka.Persistence.Sql;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Akka.Persistence.Sql as both stores use it. The numbers were measured.</summary>
public static class JournalConfiguration
{
    /// <summary>Frames under way at a node stay below it: a full queue fails a whole batch of entities.</summary>
    public const int QueueSize = 20_000;

    /// <param name="providerName">As linq2db has it.</param>
    /// <param name="parallelism">Batches that are written at the same time.</param>
    public static Config Hocon(string providerName, int parallelism) => ConfigurationFactory.ParseString(
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
          # They share statements: see NewestRowLookup.
          max-concurrent-recoveries = 500
          # Every event is the whole state; the default plugin would make a folder in the working directory.
          snapshot-store.plugin = "akka.persistence.no-snapshot-store"
          journal {
            plugin = "akka.persistence.journal.sql"
            sql {
              class = "{{typeof(NewestRowJournal).AssemblyQualifiedName}}"
              provider-name = "{{providerName}}"
              auto-initialize = off
              parallelism = {{parallelism}}
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
