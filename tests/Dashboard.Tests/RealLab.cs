using System.Text.Json;
using System.Text.Json.Nodes;
using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;

namespace DsMip.Dashboard.Tests;

/// <summary>
/// A home agent that knows no mobile node, as a real process, with the networks around it; a mobile node's daemon as soon as somebody has its keys;
/// and a Chromium beside the home agent, whose HTTP is on the loopback only.
/// </summary>
internal sealed class RealLab : IDisposable
{
    private readonly WorkDirectory _work;
    private MobileNodeDaemon? _node;

    public RealLab()
    {
        Topology = LabTopology.Build(TimeSpan.FromMinutes(10));
        _work = new WorkDirectory();
        HomeAgent = new HomeAgentDaemon(_work.Path, [], WithToken);
        File.WriteAllText(Browser, $"#!/bin/sh\nexec ip netns exec {AddressPlan.HomeAgent.Name} /usr/bin/chromium \"$@\"\n");
        File.SetUnixFileMode(Browser, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public static Uri Address { get; } = new("http://127.0.0.1:8191/");

    public LabTopology Topology { get; }

    public HomeAgentDaemon HomeAgent { get; }

    public MobileNodeDaemon Node => _node ?? throw new InvalidOperationException("nobody has given it keys");

    /// <summary>A program that is Chromium in the home agent's namespace.</summary>
    public string Browser => _work.File("chromium");

    public void Start()
    {
        HomeAgent.Start();
        Topology.MobileNode.Move(Attachment.V6);
    }

    /// <summary>A mobile node that is given what the operator was shown, in place of the one before.</summary>
    public void StartNode(JsonElement given)
    {
        _node?.Stop();
        _node?.Dispose();
        var port = Topology.MobileNode;
        _node = new MobileNodeDaemon(_work.Path, port, MobileNodeIdentity.First(port), configuration => Shown(configuration, given));
        _node.Start();
    }

    /// <summary>What everybody has logged lately.</summary>
    public string Tails() => $"{HomeAgent.Tail()}\n{_node?.Tail()}";

    public void Dispose()
    {
        _node?.Dispose();
        HomeAgent.Dispose();
        Topology.Dispose();
    }

    // Word for word, in place of keys that nobody else has.
    private static void Shown(JsonObject configuration, JsonElement given)
    {
        foreach (var name in (string[])["BindingUpdate", "BindingAcknowledgement"]) configuration[name] = JsonNode.Parse(given.GetProperty(name).GetRawText());
    }

    private static void WithToken(JsonObject configuration) => configuration["Admin"]!["Tokens"] = new JsonArray(
        new JsonObject { ["Name"] = "operator", ["Sha256"] = DashboardFixture.Hash(DashboardFixture.Writer), ["Scope"] = "Write" });
}
