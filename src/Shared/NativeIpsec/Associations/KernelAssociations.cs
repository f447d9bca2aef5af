using System.Diagnostics.CodeAnalysis;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.NativeIpsec;

/// <summary>
/// What the kernel's SAD holds between home addresses and the home agent, whoever made it, kept up by netlink events. Asked by any thread, without a lock.
/// </summary>
public sealed class KernelAssociations : ISpiOracle, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Ipv6Address _homeAgent;
    private readonly bool _atHomeAgent;
    private readonly Action<string>? _problem;
    private readonly AssociationCatalogue _catalogue;
    private readonly XfrmNetlink _kernel;
    private readonly Func<IXfrmEvents> _listen;
    private IXfrmEvents _monitor;
    private readonly CancellationTokenSource _stop = new();
    private bool _isDisposed;
    private Task _following = Task.CompletedTask;

    /// <summary>In the calling thread's network namespace.</summary>
    /// <param name="problem">Is told in one line what the kernel refuses in the background.</param>
    /// <exception cref="LinuxException">No IPsec in the kernel, or CAP_NET_ADMIN is missing.</exception>
    public KernelAssociations(Ipv6Address homeAgent, bool atHomeAgent, Action<string>? problem = null)
        : this(homeAgent, atHomeAgent, problem, static () => new XfrmMonitor())
    {
    }

    /// <param name="listen">Is called again when what it gave has ended.</param>
    internal KernelAssociations(Ipv6Address homeAgent, bool atHomeAgent, Action<string>? problem, Func<IXfrmEvents> listen)
    {
        _listen = listen;
        _homeAgent = homeAgent;
        _atHomeAgent = atHomeAgent;
        _problem = problem;
        _catalogue = new AssociationCatalogue(homeAgent, atHomeAgent);
        // Listening before listing: what happens in between is told twice rather than never.
        _monitor = listen();
        try
        {
            _kernel = new XfrmNetlink();
        }
        catch
        {
            _monitor.Dispose();
            throw;
        }
    }

    /// <summary>Something of interest may have changed. On the monitor's thread.</summary>
    public event Action? Changed;

    /// <summary>Lists everything once, then follows in the background.</summary>
    public void Start()
    {
        List();
        _following = Task.Run(FollowAsync);
    }

    /// <summary>By the SPI of a packet to this machine.</summary>
    public bool TryFindInbound(uint spi, [NotNullWhen(true)] out KernelAssociation? association) =>
        _catalogue.Current.Inbound.TryGetValue(spi, out association);

    /// <param name="destination">Where the sealed packet goes, before anything replaces it by a care-of address.</param>
    public bool TryFindOutbound(Ipv6Address destination, uint spi, [NotNullWhen(true)] out KernelAssociation? association) =>
        _catalogue.Current.Outbound.TryGetValue((destination, spi), out association);

    public IReadOnlyList<KernelAssociation> Of(Ipv6Address homeAddress) => _catalogue.Current.Of(homeAddress);

    /// <summary>Is there an outbound SA for this purpose?</summary>
    public bool CanSeal(Ipv6Address homeAddress, AssociationPurpose purpose)
    {
        foreach (var association in _catalogue.Current.Of(homeAddress))
            if (!association.Inbound && association.Purpose == purpose) return true;
        return false;
    }

    /// <summary>The home agent asks about SPIs of what comes in, the mobile node about those of what goes out.</summary>
    public bool ProtectsBindingUpdates(uint spi, out Ipv6Address homeAddress)
    {
        var found = _atHomeAgent ? TryFindInbound(spi, out var association) : TryFindOutbound(_homeAgent, spi, out association);
        homeAddress = found ? association!.HomeAddress : default;
        return found && association!.CarriesBindingUpdates;
    }

    /// <summary>May be called again: a container that knows this by two names does.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _stop.Cancel();
        _following.GetAwaiter().GetResult();
        _monitor.Dispose();
        _kernel.Dispose();
        _stop.Dispose();
    }

    private void List() => _catalogue.Reset(_kernel.GetStates(), _kernel.GetPolicies());

    /// <summary>Until disposed of, whatever the kernel refuses.</summary>
    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                await FollowOnceAsync();
                await Task.Delay(Pause, _stop.Token);
                while (!TryListenAgain()) await Task.Delay(Pause, _stop.Token);
                await ApplyAsync(new XfrmEventsLost());
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task FollowOnceAsync()
    {
        try
        {
            await foreach (var happened in _monitor.ReadAllAsync(_stop.Token)) await ApplyAsync(happened);
        }
        catch (LinuxException e)
        {
            _problem?.Invoke(e.Message);
        }
    }

    private bool TryListenAgain()
    {
        try
        {
            var next = _listen();
            _monitor.Dispose();
            _monitor = next;
            return true;
        }
        catch (LinuxException e)
        {
            _problem?.Invoke(e.Message);
            return false;
        }
    }

    private async Task ApplyAsync(XfrmEvent happened)
    {
        var before = _catalogue.Current;
        if (!_catalogue.TryApply(happened))
        {
            while (!TryList()) await Task.Delay(Pause, _stop.Token);
        }
        if (_catalogue.Current != before) Changed?.Invoke();
    }

    private bool TryList()
    {
        try
        {
            List();
            return true;
        }
        catch (LinuxException e)
        {
            _problem?.Invoke(e.Message);
            return false;
        }
    }
}
