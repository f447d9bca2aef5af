using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Diagnostics;

/// <summary>Says at the start and every hour, for as long as it is so, that signalling without IPsec is believed.</summary>
internal static class InsecureWarning
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public static async Task RepeatAsync(ILogger logger, TimeProvider clock, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            logger.LogWarning(
                "INSECURE: Insecure:AcceptUnprotectedSignalling is on. Binding Updates are sent in the clear, and anybody can answer them. For labs only");
        }
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }
}
