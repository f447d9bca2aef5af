using System.Globalization;
using System.Text.Json.Nodes;
using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;
using DsMip.Lab.Walk;

namespace DsMip.Lab.Tests;

/// <summary>
/// The topology with a home agent and two mobile nodes as real processes, shared by all scenarios. The nodes differ: the first has a
/// static IPv4 home address, AES-GCM and asks the SAD for the SPI; the second gets its IPv4 home address from the home agent, has
/// AES-CBC, tells signalling apart by the heuristic, and is a mobile router with a host behind it. A third identity has keys and no node: an insider gone bad.
/// </summary>
public sealed class RunningLab : IDisposable
{
    public static readonly TimeSpan NatRefresh = TimeSpan.FromSeconds(3);

    private readonly Lazy<Parts> _parts = new(() => new Parts());

    public LabTopology Topology => _parts.Value.Topology;

    public HomeAgentDaemon HomeAgent => _parts.Value.HomeAgent;

    public MobileNodeDaemon First => _parts.Value.First;

    public MobileNodeDaemon Second => _parts.Value.Second;

    public MobileNodeIdentity Insider => _parts.Value.Insider;

    public WorkDirectory Work => _parts.Value.Work;

    /// <summary>Brings the first node to a network and waits until both sides agree on it.</summary>
    public Registration Settle(Attachment network) => Settle(Topology.MobileNode, First, network);

    public Registration SettleSecond(Attachment network) => Settle(Topology.SecondMobileNode, Second, network);

    /// <summary>Stops the second node and starts it again, with its state and what is different in its configuration; null: as it was at first.</summary>
    public void RestartSecond(Action<JsonObject>? change) => _parts.Value.RestartSecond(change);

    /// <summary>Both daemons' logs end with every failure: they are gone with the lab.</summary>
    public T Explain<T>(Func<T> scenario)
    {
        try
        {
            return scenario();
        }
        catch (LabException e)
        {
            throw new LabException($"{e.Message}\n--- ha {HomeAgent.Tail()}\n--- mn {First.Tail()}\n--- mn2 {Second.Tail()}", e);
        }
    }

    public void Dispose()
    {
        if (_parts.IsValueCreated)
        {
            _parts.Value.Dispose();
        }
    }

    private Registration Settle(MobileNodePort port, MobileNodeDaemon daemon, Attachment network) => Explain(() =>
    {
        if (port.At != network)
        {
            port.Move(network);
        }

        return Registration.Await(HomeAgent.Api, daemon, port);
    });

    private sealed class Parts : IDisposable
    {
        private readonly MobileNodeIdentity _secondIdentity;

        public Parts()
        {
            Topology = LabTopology.Build(TimeSpan.FromMinutes(10));
            try
            {
                Work = new WorkDirectory();
                var second = Topology.AddSecondMobileNode();
                second.Move(Attachment.Home);
                MobileNetwork.Build(second);
                var firstIdentity = MobileNodeIdentity.First(Topology.MobileNode);
                _secondIdentity = MobileNodeIdentity.Second(second) with { Ipv4HomeAddress = null };
                HomeAgent = new HomeAgentDaemon(
                    Work.Path, [firstIdentity, _secondIdentity, Insider], AtHomeAgent);
                First = new MobileNodeDaemon(Work.Path, Topology.MobileNode, firstIdentity);
                HomeAgent.Start();
                First.Start();
                Second = StartSecond(null);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public LabTopology Topology { get; }

        public WorkDirectory Work { get; }

        public HomeAgentDaemon HomeAgent { get; }

        public MobileNodeDaemon First { get; }

        public MobileNodeDaemon Second { get; private set; }

        public MobileNodeIdentity Insider { get; } =
            new("2001:db8:1::70", null, SecurityAssociationKeys.AesGcm(0x1003), SecurityAssociationKeys.AesGcm(0x2003));

        public void RestartSecond(Action<JsonObject>? change)
        {
            Second.Stop();
            Second.Dispose();
            Second = StartSecond(change);
        }

        public void Dispose()
        {
            Second?.Dispose();
            First?.Dispose();
            HomeAgent?.Dispose();
            Topology.Dispose();
        }

        private MobileNodeDaemon StartSecond(Action<JsonObject>? change)
        {
            var daemon = new MobileNodeDaemon(Work.Path, Topology.SecondMobileNode, _secondIdentity, Dynamic + change);
            daemon.Start();
            return daemon;
        }

        private static void AtHomeAgent(JsonObject configuration)
        {
            configuration["NatRefresh"] = NatRefresh.ToString("c", CultureInfo.InvariantCulture);
            // A slow machine takes its time to answer.
            configuration["BindingRevocation"] = new JsonObject { ["MaxRetries"] = 5 };
            configuration["MobileNodes"]![1]!["MobileNetworkPrefixes"] = MobileNetwork.Prefix;
            configuration["MobileNodes"]![1]!["Ipv4MobileNetworkPrefixes"] = MobileNetwork.Ipv4Prefix;
        }

        private static void Dynamic(JsonObject configuration)
        {
            configuration["Ipv4HomeAddress"] = "0.0.0.0";
            configuration["SpiTechnique"] = "Heuristic";
            configuration["MobileRouter"] = new JsonObject
            {
                ["Mode"] = "Explicit", ["Prefixes"] = MobileNetwork.Prefix, ["Ipv4Prefixes"] = MobileNetwork.Ipv4Prefix, ["Interfaces"] = MobileNetwork.Interface,
            };
        }
    }
}
