using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.State;
using DsMip.NativeIpsec;
using DsMip.Wire;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Protection;

/// <summary>The two SAs of signalling, from the configuration. Their counters are the kernel's; the state file makes them go on after a crash.</summary>
internal sealed class KeysByHand : IKeys
{
    private readonly XfrmNetlink _kernel;
    private readonly SignallingKeys _keys;
    private readonly NumberReservation _numbers;
    private readonly Ipv6Address _homeAddress, _homeAgent;
    private readonly XfrmStateId _update, _acknowledgement;
    private readonly ILogger _logger;

    /// <exception cref="LinuxException">The kernel has no ESP or no such algorithm, CAP_NET_ADMIN is missing, or an SPI is in use.</exception>
    public KeysByHand(XfrmNetlink kernel, SignallingKeys keys, NumberReservation numbers, Ipv6Address homeAddress, Ipv6Address homeAgent, ILogger logger)
    {
        (_kernel, _keys, _numbers, _homeAddress, _homeAgent, _logger) = (kernel, keys, numbers, homeAddress, homeAgent, logger);
        _update = ManualAssociations.OutboundId(false, homeAgent, homeAddress, keys.BindingUpdate.Spi);
        _acknowledgement = ManualAssociations.InboundId(false, homeAgent, homeAddress, keys.BindingAcknowledgement.Spi);
        Install(numbers.FirstEspNumber - 1);
    }

    public string Origin => "by hand";

    public ulong? Next => Numbers(_update)?.OutboundLast + 1;

    // The next acknowledgement tells as well.
    public ulong HighestAccepted
    {
        get
        {
            try
            {
                return Numbers(_acknowledgement)?.InboundHighest ?? 0;
            }
            catch (LinuxException e)
            {
                _logger.LogWarning("{Problem}", e.Message);
                return 0;
            }
        }
    }

    // They are what they are.
    public void Doubt(BindingUpdatePath path)
    {
    }

    // Somebody has deleted them.
    public void Ask(BindingUpdatePath path)
    {
        try
        {
            Install(_numbers.StartOver());
            _logger.LogWarning("the SAs of signalling were gone from the kernel and are there again");
        }
        catch (LinuxException e)
        {
            _logger.LogError("the SAs of signalling cannot be put back: {Problem}", e.Message);
        }
    }

    public Task RunAsync(CancellationToken stop) => Task.CompletedTask;

    public Task WithdrawAsync() => Task.CompletedTask;

    public void Dispose() =>
        ManualAssociations.Remove(_kernel, false, _homeAgent, _homeAddress, _keys.BindingAcknowledgement.Spi, _keys.BindingUpdate.Spi);

    private void Install(ulong used) => ManualAssociations.Install(
        _kernel, false, _homeAgent, _homeAddress, _keys.BindingAcknowledgement.Parameters, _keys.BindingUpdate.Parameters, used, _numbers.EspHighestAccepted);

    private XfrmReplay? Numbers(XfrmStateId id)
    {
        try
        {
            return _kernel.GetReplay(id);
        }
        catch (LinuxException e) when (e.Errno == Errno.ESRCH)
        {
            return null;
        }
    }
}
