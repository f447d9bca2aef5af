using System.Collections.Concurrent;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.HomeLink;

/// <summary>Where other threads leave word for that of the home link.</summary>
internal sealed class HomeLinkInbox : IAddressProbing
{
    private readonly ConcurrentQueue<HomeLinkTask> _tasks = new();
    private Action? _wake;

    /// <summary>Of the thread that takes.</summary>
    public void Attach(Action wake)
    {
        Volatile.Write(ref _wake, wake);
        wake();
    }

    /// <summary>A binding has come to be: its addresses are here now. Never waits.</summary>
    public void Announce(in HomeAddresses home) => Post(new HomeLinkTask(home, null));

    public Task<bool?> ProbeAsync(in HomeAddresses home)
    {
        var answer = new TaskCompletionSource<bool?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(new HomeLinkTask(home, answer));
        return answer.Task;
    }

    public bool TryTake(out HomeLinkTask task) => _tasks.TryDequeue(out task);

    private void Post(HomeLinkTask task)
    {
        _tasks.Enqueue(task);
        Volatile.Read(ref _wake)?.Invoke();
    }
}

/// <param name="Probe">Null: an announcement.</param>
internal readonly record struct HomeLinkTask(HomeAddresses Home, TaskCompletionSource<bool?>? Probe)
{
    public IEnumerable<Ipv6Address> Ipv6Addresses => Home.CoversLinkLocal ? [Home.Ipv6, Home.LinkLocal] : [Home.Ipv6];

    public IEnumerable<IpAddress> Addresses
    {
        get
        {
            foreach (var address in Ipv6Addresses) yield return address;
            if (Home.HasIpv4) yield return Home.Ipv4;
        }
    }
}
