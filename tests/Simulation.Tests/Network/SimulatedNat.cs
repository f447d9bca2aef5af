using DsMip.Simulation.Tests.Time;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Network;

/// <summary>A NAPT for UDP over IPv4 (RFC 4787). What it cannot map, IP in IP above all, it drops.</summary>
internal sealed class SimulatedNat(Scheduler scheduler, Random random, NatBehaviour behaviour)
{
    private readonly Dictionary<MappingKey, Mapping> _byInternal = [];
    private readonly Dictionary<ushort, Mapping> _byExternal = [];

    /// <summary>Loses every mapping, as a power cut does.</summary>
    public void Forget()
    {
        _byInternal.Clear();
        _byExternal.Clear();
    }

    /// <summary>The frame as it leaves for the Internet; null: dropped.</summary>
    /// <param name="external">The NAT's public address.</param>
    public Frame? Outbound(Frame frame, Ipv4Address external)
    {
        if (!FrameHeader.IsUdpIpv4(frame.Bytes)) return null;
        var remote = FrameHeader.DestinationEndpoint(frame.Bytes);
        var mapping = Map(FrameHeader.SourceEndpoint(frame.Bytes), remote);
        mapping.Permitted.Add(remote);
        mapping.LastUsed = scheduler.Now;
        return frame.WithSource(new Endpoint(external, mapping.ExternalPort));
    }

    /// <summary>The frame as the inside gets it; null: no mapping, or filtered.</summary>
    public Frame? Inbound(Frame frame)
    {
        if (!FrameHeader.IsUdpIpv4(frame.Bytes)) return null;
        if (!_byExternal.TryGetValue(FrameHeader.DestinationEndpoint(frame.Bytes).Port, out var mapping) || !IsAlive(mapping)) return null;
        if (!IsPermitted(mapping, FrameHeader.SourceEndpoint(frame.Bytes))) return null;
        if (behaviour.InboundRefresh) mapping.LastUsed = scheduler.Now;
        return frame.WithDestination(mapping.Internal);
    }

    private Mapping Map(Endpoint inside, Endpoint remote)
    {
        var key = new MappingKey(inside, Reduce(behaviour.Mapping, remote));
        if (_byInternal.TryGetValue(key, out var mapping) && IsAlive(mapping)) return mapping;
        mapping = new Mapping(inside, ChoosePort(inside.Port));
        _byInternal[key] = mapping;
        _byExternal[mapping.ExternalPort] = mapping;
        return mapping;
    }

    private bool IsPermitted(Mapping mapping, Endpoint remote)
    {
        var wanted = Reduce(behaviour.Filtering, remote);
        foreach (var permitted in mapping.Permitted)
            if (Reduce(behaviour.Filtering, permitted) == wanted) return true;
        return false;
    }

    private ushort ChoosePort(ushort inside)
    {
        if (behaviour.PortPreservation && IsFree(inside)) return inside;
        while (true)
        {
            var port = (ushort)random.Next(1024, 65536);
            if (IsFree(port)) return port;
        }
    }

    private bool IsFree(ushort port) => !_byExternal.TryGetValue(port, out var mapping) || !IsAlive(mapping);

    private bool IsAlive(Mapping mapping) => scheduler.Now - mapping.LastUsed <= behaviour.Timeout;

    private static Endpoint Reduce(Dependence dependence, Endpoint remote) => dependence switch
    {
        Dependence.EndpointIndependent => default,
        Dependence.AddressDependent => remote with { Port = 0 },
        _ => remote,
    };

    private readonly record struct MappingKey(Endpoint Inside, Endpoint Remote);

    private sealed class Mapping(Endpoint inside, ushort externalPort)
    {
        public Endpoint Internal { get; } = inside;
        public ushort ExternalPort { get; } = externalPort;
        public HashSet<Endpoint> Permitted { get; } = [];
        public DateTimeOffset LastUsed { get; set; }
    }
}
