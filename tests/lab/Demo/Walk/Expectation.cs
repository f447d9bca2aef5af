using System.Globalization;
using DsMip.Lab.Daemons;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>What both daemons have to say once a move is over.</summary>
public sealed record Expectation(string State, string Encapsulation, string? Remote, bool Nat)
{
    public static Expectation At(Attachment network, MobileNodePort node) => network switch
    {
        Attachment.Home => new Expectation("Home", "-", null, false),
        Attachment.V6 => new Expectation("Registered", "Ipv6", node.CareOfAddress(network), false),
        Attachment.V4 => new Expectation("Registered", "Ipv4", node.CareOfAddress(network), false),
        Attachment.Nat1 => new Expectation("Registered", "UdpIpv4", AddressPlan.Nat1Outside, true),
        _ => new Expectation("Registered", "UdpIpv4", AddressPlan.Nat2Outside, true),
    };

    /// <summary>At home there must be no binding at all.</summary>
    public bool Matches(BindingView? binding) => Remote is null
        ? binding is null
        : binding is not null && binding.Encapsulation == Encapsulation && binding.Remote == Remote && binding.NatDetected == Nat;

    public bool Matches(MobileNodeStatus? status) => status?.State == State;

    /// <summary>The NAT as seen from outside, or null without one.</summary>
    public static string? NatSeen(BindingView? binding) =>
        binding is { NatDetected: true } ? string.Create(CultureInfo.InvariantCulture, $"{binding.Remote}:{binding.RemotePort}") : null;
}
