using System.CommandLine;
using DsMip.Wire;

namespace DsMip.Load.Commands;

/// <summary>What <c>dsmip-load run</c> can be told.</summary>
internal sealed class RunOptions
{
    public readonly Option<string> Nodes = new("--nodes") { Description = "file of mobile nodes, as 'nodes' writes it", Required = true };
    public readonly Option<int?> Count = Options.Optional<int>("--count", "take only so many of them");
    public readonly Option<Ipv6Address> HomeAgent = Options.Required<Ipv6Address>("--home-agent", "the home agent's address");
    public readonly Option<Ipv4Address> HomeAgentIpv4 = Options.With("--home-agent-ipv4", "its IPv4 address", Ipv4Address.Any);
    public readonly Option<Ipv4Prefix?> CareOfIpv4 = Options.Optional<Ipv4Prefix>("--care-of-ipv4", "prefix of care-of addresses, routed to this machine");
    public readonly Option<Ipv6Prefix?> CareOfIpv6 = Options.Optional<Ipv6Prefix>("--care-of-ipv6", "prefix of care-of addresses, routed to this machine");
    public readonly Option<double> Ipv6Share = Options.With("--ipv6-share", "share of nodes over IPv6, 0 to 1", 0.0);
    public readonly Option<int> DynamicIpv4 = Options.With("--dynamic-ipv4", "so many nodes ask for an IPv4 home address from the pool", 0);
    public readonly Option<int> DynamicPrefixes = Options.With("--dynamic-prefixes", "so many others ask for an IPv4 prefix of /29 from the pools", 0);
    public readonly Option<int> Ports = Options.With("--ports", "number of UDP ports to send from", 8);
    public readonly Option<ushort> FirstPort = Options.With("--first-port", "the first of them", (ushort)20_000);
    public readonly Option<bool> RealNat = new("--real-nat") { Description = "report the addresses that are sent from; otherwise private ones, as if behind NATs" };
    public readonly Option<TimeSpan> Lifetime = Options.With("--lifetime", "to ask for", TimeSpan.FromHours(1));
    public readonly Option<double> RegistrationRate = Options.With("--registration-rate", "first registrations a second; 0: none, the nodes are registered already", 1000.0);
    public readonly Option<double> Rate = Options.With("--rate", "Binding Updates a second after that", 1000.0);
    public readonly Option<TimeSpan> Duration = Options.With("--duration", "for how long", TimeSpan.FromSeconds(30));
    public readonly Option<TimeSpan> Ramp = Options.With("--ramp", "the rate grows over that time", TimeSpan.Zero);
    public readonly Option<double> Handovers = Options.With("--handovers", "share of Binding Updates from a new care-of address or port, 0 to 1", 0.5);
    public readonly Option<bool> Constant = new("--constant") { Description = "equal gaps instead of a Poisson process" };
    public readonly Option<int> Seed = Options.With("--seed", "of everything random", 1);
    public readonly Option<string?> Acknowledgements = Options.Text("--acks", "file that gets a line for every acknowledgement; appended to");
    public readonly Option<Ipv6Address?> Correspondent = Options.Optional<Ipv6Address>("--correspondent", "address of 'reflect': checks payload");
    public readonly Option<ushort> CorrespondentPort = Options.With("--correspondent-port", "its UDP port", ReflectCommand.DefaultPort);
    public readonly Option<double> PayloadShare = Options.With("--payload-share", "share of nodes with payload, above 0 to 1", 0.1);
    public readonly Option<TimeSpan> PayloadInterval = Options.With("--payload-interval", "between two packets of a node", TimeSpan.FromMilliseconds(100));
    public readonly Option<TimeSpan> Grace = Options.With("--grace", "payload may come to a former care-of address so long", TimeSpan.FromSeconds(1));

    public void AddTo(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)
            [Nodes, Count, HomeAgent, HomeAgentIpv4, CareOfIpv4, CareOfIpv6, Ipv6Share, DynamicIpv4, DynamicPrefixes, Ports, FirstPort, RealNat, Lifetime, RegistrationRate, Rate, Duration,
            Ramp, Handovers, Constant, Seed, Acknowledgements, Correspondent, CorrespondentPort, PayloadShare, PayloadInterval, Grace])
            command.Options.Add(option);
    }

    public LoadSettings Settings(ParseResult parsed)
    {
        var nodes = NodeFile.Read(parsed.GetValue(Nodes)!);
        return new LoadSettings
        {
            Nodes = parsed.GetValue(Count) is { } count ? [.. nodes.Take(count)] : nodes,
            HomeAgent = parsed.GetValue(HomeAgent),
            HomeAgentIpv4 = parsed.GetValue(HomeAgentIpv4),
            CareOfIpv4 = parsed.GetValue(CareOfIpv4),
            CareOfIpv6 = parsed.GetValue(CareOfIpv6),
            Ipv6Share = parsed.GetValue(Ipv6Share),
            DynamicIpv4 = parsed.GetValue(DynamicIpv4),
            DynamicPrefixes = parsed.GetValue(DynamicPrefixes),
            Ports = parsed.GetValue(Ports),
            FirstPort = parsed.GetValue(FirstPort),
            SimulateNat = !parsed.GetValue(RealNat),
            Lifetime = parsed.GetValue(Lifetime),
            Grace = parsed.GetValue(Grace),
            Seed = parsed.GetValue(Seed),
            Acknowledgements = parsed.GetValue(Acknowledgements),
            Payload = parsed.GetValue(Correspondent) is { } correspondent
                ? new PayloadSettings(correspondent, parsed.GetValue(CorrespondentPort), parsed.GetValue(PayloadShare), parsed.GetValue(PayloadInterval))
                : null,
        };
    }

    public IEnumerable<LoadPhase> Phases(ParseResult parsed)
    {
        if (parsed.GetValue(RegistrationRate) is > 0 and var registration) yield return LoadPhase.Register(registration);
        if (parsed.GetValue(Rate) <= 0 || parsed.GetValue(Duration) <= TimeSpan.Zero) yield break;
        yield return new LoadPhase
        {
            Rate = parsed.GetValue(Rate),
            Duration = parsed.GetValue(Duration),
            Ramp = parsed.GetValue(Ramp),
            Poisson = !parsed.GetValue(Constant),
            HandoverShare = parsed.GetValue(Handovers),
        };
    }
}
