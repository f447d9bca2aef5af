using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Control;
using DsMip.MobileNode.Core.Discovery;
using DsMip.Testing;
using DsMip.Wire;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>
/// The real daemon in a namespace with three networks (v6, v4, nat and the home link), and a scripted home agent on the other side of all of them.
/// </summary>
internal sealed class Walk : IDisposable
{
    public const string Correspondent = "2001:db8:c::10";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-mn").FullName;
    private Process? _daemon;

    public Walk(params (string Key, string? Value)[] changes)
    {
        Options = Settings.Read(changes);
        var json = new JsonObject();
        foreach (var (key, value) in Settings.Right().Concat(changes.Select(change => KeyValuePair.Create(change.Key, change.Value))))
            Set(json, key.Split(':'), value);
        json["StateDirectory"] = Path.Combine(_directory, "state");
        json["ControlSocket"] = Path.Combine(_directory, "mn.sock");
        File.WriteAllText(Path.Combine(_directory, "mn.json"), json.ToJsonString());
        try
        {
            foreach (var name in new[] { "v6", "v4", "nat", "home" }) NetworkNamespace.Connect(Node, name, Far, name);
            Far.Ip("addr add 2001:db8:6::1/64 dev v6");
            Far.Ip("addr add 203.0.113.1/24 dev v4");
            Far.Ip("addr add 10.1.0.1/24 dev nat");
            Far.Ip("addr add 2001:db8:1::1/64 dev home");
            Far.Ip("addr add 192.0.2.2/32 dev lo");
            HomeAgent = NewHomeAgent(Options);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public MobileNodeOptions Options { get; }

    public NetworkNamespace Node { get; } = NetworkNamespace.Create();

    public NetworkNamespace Far { get; } = NetworkNamespace.Create();

    public ScriptedHomeAgent HomeAgent { get; private set; } = null!;

    public string Errors { get; private set; } = "";

    public void Start()
    {
        _daemon = Shell.Start(
            "ip", "netns", "exec", Node.Name, Path.Combine(AppContext.BaseDirectory, "dsmip-mn"), "run", "--config", Path.Combine(_directory, "mn.json"));
        _ = _daemon.StandardOutput.ReadToEndAsync();
        Until(() => TryStatus() is not null || _daemon.HasExited, "the daemon to answer");
        if (_daemon.HasExited) throw new InvalidOperationException(_daemon.StandardError.ReadToEnd());
    }

    /// <summary>From now on the home agent knows the mobile node by what these options say of it, and not as before.</summary>
    public void Reprovision(MobileNodeOptions options)
    {
        HomeAgent.Dispose();
        HomeAgent = NewHomeAgent(options);
    }

    public void Kill()
    {
        _daemon!.Kill();
        _daemon.WaitForExit();
    }

    /// <summary>SIGTERM; answers the exit code.</summary>
    public int Stop()
    {
        Shell.Run("kill", "-TERM", _daemon!.Id.ToString(CultureInfo.InvariantCulture));
        Assert.True(_daemon.WaitForExit(Patience), "the daemon ignores SIGTERM");
        Errors = _daemon.StandardError.ReadToEnd();
        return _daemon.ExitCode;
    }

    public StatusReport Status => TryStatus() ?? throw new InvalidOperationException("no status");

    public void Until(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, Patience), $"waited in vain for {what}; {Describe()}");

    public void UntilState(string state, string careOf) =>
        Until(() => TryStatus() is { } status && status.State == state && status.CareOfAddress == careOf, $"{state} {careOf}");

    public void Enter(string network, string address, string router)
    {
        Node.Ip($"addr add {address} dev {network}{(address.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");
        Node.Ip($"route add default via {router} dev {network}");
    }

    public void EnterV6() => Enter("v6", "2001:db8:6::5/64", "2001:db8:6::1");

    public void EnterV4() => Enter("v4", "203.0.113.5/24", "203.0.113.1");

    public void EnterNat() => Enter("nat", "10.1.0.5/24", "10.1.0.1");

    /// <summary>The home link, with another address than the home address: as a router or DHCPv6 would give.</summary>
    public void EnterHomeAsStranger() => Enter("home", "2001:db8:1::77/64", "2001:db8:1::1");

    public void EnterHome() => Enter("home", "2001:db8:1::50/64", "2001:db8:1::1");

    public void Leave(string network)
    {
        Node.Ip($"addr flush dev {network} scope global");
        // The kernel keeps an IPv6 default route without an address.
        Node.Ip($"-6 route flush default dev {network}");
    }

    /// <summary>One UDP datagram of payload from the home address.</summary>
    public void SendPayload(string text)
    {
        using var socket = Node.Run(() =>
        {
            var udp = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Parse(Options.HomeAddress.ToString()), 0));
            return udp;
        });
        socket.SendTo(System.Text.Encoding.ASCII.GetBytes(text), new IPEndPoint(IPAddress.Parse(Correspondent), 9));
    }

    /// <summary>What the far side has received of <see cref="SendPayload"/> with this text.</summary>
    public SeenPayload? Arrived(string text) => HomeAgent.Payload.FirstOrDefault(
        payload => payload.Packet.AsSpan().EndsWith(System.Text.Encoding.ASCII.GetBytes(text)));

    public void Dispose()
    {
        if (_daemon is { HasExited: false }) Kill();
        _daemon?.Dispose();
        HomeAgent?.Dispose();
        Node.Dispose();
        Far.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Null: it does not answer, as when it is about to turn to another home agent.</summary>
    public StatusReport? TryStatus()
    {
        try
        {
            return ControlClient.Ask(Path.Combine(_directory, "mn.sock"));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private ScriptedHomeAgent NewHomeAgent(MobileNodeOptions options) =>
        new(Far, options.For(new HomeAgentCandidate(Ipv6Address.Parse("2001:db8:1::1"), options.HomeAgentIpv4Address))!);

    private string Describe() => TryStatus() is { } status ? JsonSerializer.Serialize(status) : "no status";

    private static void Set(JsonObject json, string[] key, string? value)
    {
        foreach (var part in key[..^1]) json = (JsonObject)(json[part] ??= new JsonObject());
        json[key[^1]] = value;
    }
}
