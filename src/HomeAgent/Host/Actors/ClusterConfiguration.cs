using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.DistributedData;
using DsMip.HomeAgent.Actors.Protocol;

namespace DsMip.HomeAgent.Actors;

/// <summary>Akka's settings beside persistence. Sharding keeps its state in memory: which entity lives where follows from who is there.</summary>
public static class ClusterConfiguration
{
    /// <summary>Well above a keepalive interval: a mobile node behind a NAT is not recovered for every Binding Update.</summary>
    public static readonly TimeSpan PassivateAfter = TimeSpan.FromMinutes(5);

    public static Config Hocon() => ConfigurationFactory.ParseString(
        """
        akka {
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          # Who connects to the cluster endpoint may neither deploy, stop or watch actors nor select them by path, nor name types to be made.
          remote.untrusted-mode = on
          actor.serializers.json = "DsMip.HomeAgent.Actors.NoReflectiveSerializer, dsmip-ha"
          cluster {
            jmx.enabled = off
            min-nr-of-members = 1
            gossip-interval = 500ms
            leader-actions-interval = 500ms
            unreachable-nodes-reaper-interval = 500ms
            failure-detector {
              heartbeat-interval = 500ms
              acceptable-heartbeat-pause = 2s
            }
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            split-brain-resolver {
              active-strategy = keep-majority
              stable-after = 3s
              down-all-when-unstable = off
            }
            sharding {
              distributed-data.durable.keys = []
              waiting-for-state-timeout = 2s
              least-shard-allocation-strategy {
                rebalance-absolute-limit = 20
                rebalance-relative-limit = 0.5
              }
            }
          }
        }
        """).WithFallback(Serialization()).WithFallback(ClusterSharding.DefaultConfig()).WithFallback(DistributedData.DefaultConfig());

    private static Config Serialization() => ConfigurationFactory.ParseString(
        $$"""
        akka.actor {
          serializers.dsmip-cluster = "{{typeof(ClusterMessageSerializer).AssemblyQualifiedName}}"
          serialization-identifiers {
            "{{typeof(ClusterMessageSerializer).AssemblyQualifiedName}}" = {{ClusterMessageSerializer.SerializerIdentifier}}
          }
          serialization-bindings {
        {{string.Join('\n', MessageKinds.ByType.Keys.Select(type => $"    \"{type.AssemblyQualifiedName}\" = dsmip-cluster"))}}
          }
        }
        """);
}
