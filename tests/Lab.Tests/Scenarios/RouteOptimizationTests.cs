using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests.Scenarios;

/// <summary>Route optimization (RFC 6275 11.6) with a correspondent that is not ours, in the middle of the lab's internet.</summary>
[Collection(RunningLabTests.Name)]
public sealed class RouteOptimizationTests(RunningLab lab)
{
    private const string Address = "2001:db8:cc::66";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [LabFact]
    [Clause("6275-11.3.1-optimized", "6275-11.7.2-authorized", "6275-11.7.2-move", "6275-11.7.2-delete", "6275-11.3.6-correspondent")]
    public void A_ping_goes_directly_and_by_the_tunnel_where_it_has_to_and_does_not_end()
    {
        var node = lab.Topology.SecondMobileNode;
        using var correspondent = new ThirdPartyCorrespondent(Address);
        lab.RestartSecond(configuration => configuration["RouteOptimization"] = true);
        try
        {
            lab.SettleSecond(Attachment.V6);
            var careOf = node.CareOfAddress(Attachment.V6);
            using var ping = PingProbe.Start(node.Namespace, Address);
            Until(correspondent, "direct", "direct", careOf);
            Answers(ping);

            // There is no IPv6 care-of address in an IPv4 network.
            lab.SettleSecond(Attachment.V4);
            Wait.Until(() => correspondent.Has("removed"), Patience, "the binding to be removed");
            Until(correspondent, "tunnel", "tunnel", node.HomeAddress);
            Answers(ping);

            lab.SettleSecond(Attachment.V6);
            Until(correspondent, "direct", "direct", careOf);
            Answers(ping);

            // It forgets the binding and answers no test any more.
            correspondent.Forget();
            Until(correspondent, "tunnel", "tunnel", node.HomeAddress);
            Answers(ping);
            Assert.False(correspondent.Has("refused") || correspondent.Has("complaint"), correspondent.Tail());
        }
        catch (LabException e)
        {
            throw new LabException($"{e.Message}\n--- correspondent {correspondent.Tail()}\n--- mn2 {lab.Second.Tail()}", e);
        }
        finally
        {
            lab.RestartSecond(null);
            lab.SettleSecond(Attachment.Home);
        }
    }

    private static void Until(ThirdPartyCorrespondent correspondent, string came, string goes, string source) =>
        Wait.Until(() => correspondent.LastEcho == (came, goes, source), Patience, $"a ping {came} from {source}, answered {goes}");

    private static void Answers(PingProbe ping)
    {
        var before = ping.Trace.Count;
        Wait.Until(() => ping.Trace.Count > before + 20, Patience, "replies of the correspondent");
    }

    /// <summary>tests/lab/third-party/scapy_correspondent.py, behind an interface of the core router.</summary>
    private sealed class ThirdPartyCorrespondent : IDisposable
    {
        private readonly ConcurrentQueue<JsonElement> _events = new();
        private readonly Process _process;

        public ThirdPartyCorrespondent(string address)
        {
            var script = Path.Combine(AppContext.BaseDirectory, "third-party", "scapy_correspondent.py");
            // The system's interpreter: distributions install scapy for it.
            _process = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", AddressPlan.Core.Name, "/usr/bin/python3", script, "cc0", address])
            {
                RedirectStandardOutput = true,
            })!;
            _process.OutputDataReceived += (_, line) =>
            {
                if (line.Data is { } text) _events.Enqueue(JsonDocument.Parse(text).RootElement);
            };
            _process.BeginOutputReadLine();
            Wait.Until(() => Has("ready"), Patience, "the correspondent to start");
        }

        public (string Came, string Goes, string Source) LastEcho
        {
            get
            {
                var last = _events.LastOrDefault(said => NameOf(said) == "echo");
                return last.ValueKind == JsonValueKind.Undefined ? default : (Text(last, "came"), Text(last, "goes"), Text(last, "source"));
            }
        }

        public bool Has(string name) => _events.Any(said => NameOf(said) == name);

        public void Forget() => Shell.Run("kill", ["-USR1", _process.Id.ToString(CultureInfo.InvariantCulture)]);

        public string Tail() => string.Join('\n', _events.Where(said => NameOf(said) != "echo").Concat(_events.TakeLast(3)));

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        private static string NameOf(JsonElement said) => Text(said, "event");

        private static string Text(JsonElement said, string name) => said.GetProperty(name).GetString()!;
    }
}
