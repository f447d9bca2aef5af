using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.DistributedData;
using DsMip.HomeAgent.Actors.Failover;
using DsMip.HomeAgent.Actors.Protocol;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Actors;

/// <summary>Akka's settings beside persistence. Sharding keeps its state in memory: which entity lives where follows from who is there.</summary>
public static class ClusterConfiguration
{
    /// <summary>Well above a keepalive interval: a mobile node behind a NAT is not recovered for every Binding Update.</summary>
    public static readonly TimeSpan PassivateAfter = TimeSpan.FromMinutes(5);

    /// <summary>The role of processes that hold bindings, and that decide who is a member.</summary>
    public const string ControlRole = "control";

    /// <summary>Settings of one process.</summary>
    public static Config Of(ClusterOptions options, IEnumerable<string> roles) => ConfigurationFactory.ParseString(
        $$"""
        akka {
          cluster.roles = [{{string.Join(", ", roles.Select(role => $"\"{role}\""))}}]
          remote {
            # Alone nobody is trusted: who connects may neither deploy, stop or watch actors nor select them by path. Members of a cluster do just that.
            untrusted-mode = {{(options.IsAlone ? "on" : "off")}}
            dot-netty.tcp {
              hostname = "{{options.Listen}}"
              public-hostname = "{{options.Host}}"
              port = {{options.Port}}
              dns-use-ipv6 = {{(ClusterAddress.IsIpv6(options.Listen) ? "on" : "off")}}
              enable-ssl = {{(options.Tls is null ? "off" : "on")}}
            }
          }
        }
        """).WithFallback(Hocon());

    /// <summary>Settings of all processes.</summary>
    public static Config Hocon() => ConfigurationFactory.ParseString(
        $$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = ["{{typeof(AkkaLog).AssemblyQualifiedName}}"]
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          actor {
            provider = cluster
            # Nor may who connects name types to be made.
            serializers.json = "{{typeof(NoReflectiveSerializer).AssemblyQualifiedName}}"
          }
          remote {
            log-remote-lifecycle-events = off
            # A process that was killed is back within a second or two.
            retry-gate-closed-for = 500ms
            dot-netty.tcp.connection-timeout = 8s
          }
          # The host decides when this process ends, and an actor system that was thrown out of the cluster is replaced.
          coordinated-shutdown {
            run-by-clr-shutdown-hook = off
            run-by-actor-system-terminate = off
            exit-clr = off
            phases {
              {{FailedHandshakes.Phase}}.recover = off
              cluster-sharding-shutdown-region.timeout = 60s
              cluster-exiting.timeout = 5s
            }
          }
          # Threads of its own: a process that is short of threads elsewhere, while it starts for instance, still answers for its life.
          cluster.use-dispatcher = "akka.cluster.dispatcher"
          cluster.dispatcher {
            type = ForkJoinDispatcher
            throughput = 10
            dedicated-thread-pool {
              thread-count = 3
              threadtype = background
            }
          }
          cluster {
            jmx.enabled = off
            log-info = off
            min-nr-of-members = 1
            run-coordinated-shutdown-when-down = off
            seed-node-timeout = 1s
            retry-unsuccessful-join-after = 2s
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            unreachable-nodes-reaper-interval = 200ms
            failure-detector {
              implementation-class = "{{typeof(CertifiedFailureDetector).AssemblyQualifiedName}}"
              heartbeat-interval = 500ms
              acceptable-heartbeat-pause = 4s
            }
            downing-provider-class = "{{typeof(DowningProvider).AssemblyQualifiedName}}"
            split-brain-resolver {
              active-strategy = keep-majority
              keep-majority.role = {{ControlRole}}
              stable-after = 3s
              down-all-when-unstable = off
            }
            singleton.hand-over-retry-interval = 200ms
            sharding {
              role = {{ControlRole}}
              state-store-mode = ddata
              remember-entities = off
              passivate-idle-entity-after = {{(int)PassivateAfter.TotalSeconds}}s
              distributed-data.durable.keys = []
              retry-interval = 200ms
              coordinator-failure-backoff = 500ms
              waiting-for-state-timeout = 1s
              updating-state-timeout = 2s
              rebalance-interval = 5s
              least-shard-allocation-strategy {
                rebalance-absolute-limit = 20
                rebalance-relative-limit = 0.5
              }
            }
            distributed-data.gossip-interval = 500ms
          }
        }
        """).WithFallback(Serialization()).WithFallback(ClusterSharding.DefaultConfig()).WithFallback(ClusterSingleton.DefaultConfig())
        .WithFallback(DistributedData.DefaultConfig());

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
