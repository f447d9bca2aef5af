using DsMip.Linux;
using DsMip.MobileNode.Configuration;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.State;

/// <summary>
/// Hands out the right to use numbers in blocks: a block is on the disk before its first number is used, and a start begins after the last
/// block, used up or not. So no crash makes a number appear twice.
/// </summary>
public sealed class NumberReservation
{
    /// <summary>ESP numbers per block: one write lasts for this many Binding Updates.</summary>
    public const int EspBlock = 256;

    /// <summary>Binding Update sequence numbers per block; far less than the 32,768 that a home agent accepts to be left out.</summary>
    public const int SequenceBlock = 64;

    private readonly StateFile _file;
    private PersistentState _state;

    private NumberReservation(StateFile file, PersistentState state, ulong firstEspNumber, SequenceNumber lastSequence)
    {
        _file = file;
        _state = state;
        FirstEspNumber = firstEspNumber;
        LastSequence = lastSequence;
    }

    /// <summary>The number that the outbound SA starts with.</summary>
    public ulong FirstEspNumber { get; }

    /// <summary>The sequence number that the binding update list starts after.</summary>
    public SequenceNumber LastSequence { get; }

    /// <summary>The outbound SA may use numbers up to this one.</summary>
    public ulong EspReservedThrough => _state.EspReservedThrough;

    /// <summary>The inbound SA starts with everything up to this number as replay.</summary>
    public ulong EspHighestAccepted => _state.EspHighestAccepted;

    /// <param name="keys">Keys by hand; null: each SA has fresh keys, and with them numbers from 1 on that nobody has to remember.</param>
    /// <param name="random">The first sequence number of a node without history (RFC 6275 11.7.2).</param>
    public static NumberReservation Start(StateFile file, SignallingKeys? keys, ushort random)
    {
        var old = file.Load();
        var last = new SequenceNumber(old.SequenceReservedThrough ?? random);
        var state = old with { SequenceReservedThrough = (ushort)(last.Value + SequenceBlock) };
        if (keys?.BindingAcknowledgement.Fingerprint is { } fingerprint)
        {
            var accepted = old.InboundKeys == fingerprint ? old.EspHighestAccepted : 0;
            state = state with { EspReservedThrough = old.EspReservedThrough + EspBlock, InboundKeys = fingerprint, EspHighestAccepted = accepted };
        }
        file.Save(state);
        return new NumberReservation(file, state, old.EspReservedThrough + 1, last);
    }

    /// <summary>To be called before a Binding Update is sent: true if the next blocks had to be written.</summary>
    /// <param name="nextEspNumber">The next number of the outbound SA; null: it has fresh keys.</param>
    /// <param name="sequence">Of the Binding Update.</param>
    /// <exception cref="LinuxException">The disk does not take it; nothing has changed, and <see cref="Covers"/> tells whether numbers are left.</exception>
    public bool Reserve(ulong? nextEspNumber, SequenceNumber sequence)
    {
        // Half a block ahead: the data path never has to wait for the disk.
        var esp = nextEspNumber + (EspBlock / 2) > _state.EspReservedThrough;
        var reserved = new SequenceNumber(_state.SequenceReservedThrough ?? sequence.Value);
        var mobility = new SequenceNumber((ushort)(sequence.Value + (SequenceBlock / 2))).IsAfter(reserved);
        if (!esp && !mobility) return false;
        var next = _state with
        {
            EspReservedThrough = esp ? nextEspNumber!.Value + EspBlock - 1 : _state.EspReservedThrough,
            SequenceReservedThrough = mobility ? (ushort)(sequence.Value + SequenceBlock) : _state.SequenceReservedThrough,
        };
        _file.Save(next);
        _state = next;
        return true;
    }

    /// <summary>A new block, for an outbound SA that was lost with its counter: answers the number before the first one that it may use.</summary>
    public ulong StartOver()
    {
        var used = _state.EspReservedThrough;
        var next = _state with { EspReservedThrough = used + EspBlock };
        _file.Save(next);
        _state = next;
        return used;
    }

    /// <summary>These numbers are in a block that is on the disk.</summary>
    public bool Covers(ulong? espNumber, SequenceNumber sequence) =>
        !(espNumber > _state.EspReservedThrough) && _state.SequenceReservedThrough is { } through && !sequence.IsAfter(new SequenceNumber(through));

    /// <summary>The inbound SA has accepted this number; written with <see cref="Flush"/> or the next block.</summary>
    public void Accepted(ulong highest) => _state = _state with { EspHighestAccepted = Math.Max(highest, _state.EspHighestAccepted) };

    public void Flush() => _file.Save(_state);
}
