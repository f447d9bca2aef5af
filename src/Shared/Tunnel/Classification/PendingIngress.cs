using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>
/// One noted ingress per home address, for IPsec paths that do not give the flow label back. Bounded: when it is full the oldest home address is
/// given up. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A later packet for the same home address replaces the note, and then a Binding Update still inside IPsec comes out to the wrong one: only as
/// good as IPsec is fast. Keeping the first note instead would let one forged packet lock a mobile node out. The tag of
/// <see cref="IngressLedger"/> has neither weakness.
/// </remarks>
internal sealed class PendingIngress(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Ipv6Address, (Ingress Ingress, long Number)> _notes = [];
    private readonly Queue<(Ipv6Address Home, long Number)> _order = new();
    private long _number;

    public void Note(Ipv6Address homeAddress, in Ingress ingress)
    {
        lock (_lock)
        {
            _notes[homeAddress] = (ingress, ++_number);
            _order.Enqueue((homeAddress, _number));
            if (_order.Count <= capacity) return;
            var (oldest, number) = _order.Dequeue();
            if (_notes.TryGetValue(oldest, out var note) && note.Number == number) _notes.Remove(oldest);
        }
    }

    public bool TryTake(Ipv6Address homeAddress, out Ingress ingress)
    {
        lock (_lock)
        {
            var found = _notes.Remove(homeAddress, out var note);
            ingress = note.Ingress;
            return found;
        }
    }
}
