using System.Collections.Immutable;
using System.Threading.Channels;

namespace DsMip.HomeAgent.Events;

/// <summary>Events of this process and of others on their way to those who look. Costs nothing while nobody does. Any thread; never waits.</summary>
public sealed class LiveEvents
{
    private const int MostSubscribers = 64;

    /// <summary>Nobody has all places.</summary>
    internal const int MostOfOne = MostSubscribers / 2;

    private const int MostUnderWay = 8192;
    private readonly Channel<LiveEvent> _outgoing = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(MostUnderWay) { FullMode = BoundedChannelFullMode.DropOldest });
    private ImmutableList<EventSubscription> _subscribers = [];
    private volatile bool _isWanted;

    /// <summary>Somebody here or in another process wants to know.</summary>
    public bool IsWatched => _isWanted || HasSubscribers;

    public bool HasSubscribers => !_subscribers.IsEmpty;

    /// <summary>What other processes have not been told yet.</summary>
    internal ChannelReader<LiveEvent> Outgoing => _outgoing.Reader;

    /// <summary>For everybody, here and elsewhere.</summary>
    public void Publish(LiveEvent what)
    {
        Deliver(what);
        if (_isWanted) _outgoing.Writer.TryWrite(what);
    }

    /// <summary>For those who look by way of this process.</summary>
    public void Deliver(LiveEvent what)
    {
        foreach (var subscriber in _subscribers) subscriber.Offer(what);
    }

    /// <param name="who">Looks.</param>
    /// <returns>Null: there are too many already.</returns>
    public EventSubscription? TrySubscribe(string who)
    {
        var mine = new EventSubscription(this, who);
        return ImmutableInterlocked.Update(ref _subscribers, all => HasRoom(all, who) ? all.Add(mine) : all) && _subscribers.Contains(mine) ? mine : null;
    }

    private static bool HasRoom(ImmutableList<EventSubscription> all, string who) => all.Count < MostSubscribers && all.Count(one => one.Who == who) < MostOfOne;

    internal void Want(bool isWanted) => _isWanted = isWanted;

    internal void Leave(EventSubscription subscription) => ImmutableInterlocked.Update(ref _subscribers, all => all.Remove(subscription));
}
