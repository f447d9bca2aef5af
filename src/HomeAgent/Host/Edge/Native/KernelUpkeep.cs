using System.Threading.Channels;
using DsMip.Configuration;
using DsMip.HomeAgent.Persistence;
using DsMip.Linux;
using DsMip.NativeIpsec;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>When the kernel says that its SAD or SPD has changed: is everything of ours still there? Whoever flushes them for himself means no harm to us.</summary>
internal sealed partial class KernelUpkeep(
    KernelIpsec ipsec, KernelAssociations associations, KernelDatapath datapath, IBindingStore store, ILogger<KernelUpkeep> log) : BackgroundService
{
    /// <summary>Changes come in bunches, and our own look at everything costs more with every mobile node.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        associations.Changed += Note;
        try
        {
            await foreach (var _ in _changes.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(false);
                Look();
            }
        }
        finally
        {
            associations.Changed -= Note;
        }
    }

    private void Note() => _changes.Writer.TryWrite(true);

    private void Look()
    {
        try
        {
            if (!ipsec.Repair(store)) return;
            datapath.Repair();
            Repaired(log);
        }
        catch (Exception e) when (e is LinuxException or ConfigurationException or System.Data.Common.DbException)
        {
            Refused(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "somebody has removed policies or security associations of ours from the kernel; they are back")]
    private static partial void Repaired(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "what is missing of ours in the kernel's IPsec cannot be put back: {Reason}")]
    private static partial void Refused(ILogger log, string reason);
}
