using System.Buffers.Binary;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using DsMip.Simulation.Tests.Nodes;

namespace DsMip.Native.Tests.Requirements;

/// <summary>The mobile nodes behind one NAT, and the forger.</summary>
internal sealed class Crowd : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Random _random = new(3);
    private readonly CrowdForger _forger;
    private readonly Dictionary<string, CrowdMember> _byHomeAddress;

    public Crowd(LabTopology topology, int size)
    {
        var node = topology.MobileNode;
        node.Move(Attachment.Nat2);
        node.Namespace.Ip(Enumerable.Range(0, size).Select(n => $"addr add {CrowdMember.CareOfAddress(n)}/24 dev {AddressPlan.Wan}"));
        Members = [.. Enumerable.Range(0, size).Select(n => new CrowdMember(node.Namespace, n, _random))];
        _byHomeAddress = Members.ToDictionary(m => m.Identity.HomeAddress);
        _forger = new CrowdForger(_random);
    }

    public IReadOnlyList<CrowdMember> Members { get; }

    public int Forged { get; private set; }

    /// <summary>Each node sends a Binding Update, with a forged frame before or after it, and gets its acknowledgement.</summary>
    public void Update(int round, HomeAgentDaemon homeAgent)
    {
        var order = Members.ToArray();
        _random.Shuffle(order);
        foreach (var member in order)
        {
            var first = _random.Next(2) == 0 && member.Sent.Count > 0;
            if (first) Forge(member);
            member.Update();
            if (!first) Forge(member);
        }

        try
        {
            Wait.Until(AllAcknowledged, Patience, $"all acknowledgements of round {round}");
        }
        catch (LabException e)
        {
            throw new LabException($"{e.Message}; {Missing()}\n{homeAgent.Tail()}", e);
        }
    }

    /// <summary>The packet that a binding was made by: each node's Binding Updates and ESP packets have the same numbers.</summary>
    public (uint Spi, uint Number) Packet(BindingView binding)
    {
        var esp = _byHomeAddress[binding.HomeAddress].Sent[binding.Sequence - 1].AsSpan(MobilityPacket.HeaderLength);
        return (BinaryPrimitives.ReadUInt32BigEndian(esp), BinaryPrimitives.ReadUInt32BigEndian(esp[4..]));
    }

    public void Dispose()
    {
        _forger.Dispose();
        foreach (var member in Members) member.Dispose();
    }

    private void Forge(CrowdMember victim)
    {
        _forger.Forge(victim);
        Forged++;
    }

    private bool AllAcknowledged()
    {
        foreach (var member in Members) member.Go();
        return Members.All(m => m.IsAcknowledged);
    }

    private string Missing() =>
        $"{Members.Count(m => !m.IsAcknowledged)} are missing; {string.Join("; ", Members.SelectMany(m => m.Surprises).Take(10))}";
}
