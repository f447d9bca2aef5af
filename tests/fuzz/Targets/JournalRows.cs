using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.Fuzz.Targets;

/// <summary>Rows of the store. What is none of ours is told by one kind of exception, which readers of the store catch.</summary>
internal sealed class JournalRows : IFuzzTarget
{
    public IEnumerable<byte[]> Seeds => Lab.Ways.Select((way, i) => BindingCacheEntrySerializer.ToBytes(new BindingCacheEntryState(
        Lab.Alice,
        new BindingCacheEntry(
            Lab.Alice, Lab.Visited, way, Encapsulation.UdpIpv4, true, BindingUpdateFlags.HomeRegistration, new SequenceNumber(7), new BindingLifetime(100), Lab.Now,
            new Ipv4HomeBinding(Lab.AliceIpv4, 32, true), false, i == 0 ? null : MobileNetworks.Of([Lab.HomePrefix], [DsMip.Wire.Ipv4Prefix.Parse("10.20.0.0/28")])),
        new EspState(1, 2, 3, 4))));

    public IEnumerable<byte[]> Tokens => Lab.Addresses;

    public void Run(ReadOnlySpan<byte> input)
    {
        BindingCacheEntryState state;
        try
        {
            state = BindingCacheEntrySerializer.FromBytes(input);
        }
        catch (InvalidDataException)
        {
            return;
        }
        var again = BindingCacheEntrySerializer.FromBytes(BindingCacheEntrySerializer.ToBytes(state));
        Require.That(again == state, "what is stored is what is read");
    }

    public void Dispose()
    {
        // It holds nothing.
    }
}
