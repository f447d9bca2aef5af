using System.ComponentModel;
using System.Diagnostics;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Edge.Blocks;

/// <summary>Tells routers where a block leads to.</summary>
internal interface IRouteCommand
{
    /// <param name="add">False: it leads here no longer.</param>
    /// <returns>Null when it is done; else what is wrong, in one line.</returns>
    Task<string?> RunAsync(bool add, HomeBlock block, CancellationToken cancellation);
}

/// <summary>An executable of the operator's: <c>command add|remove PREFIX</c>. No shell is between.</summary>
internal sealed class RouteCommand(string file, TimeSpan patience) : IRouteCommand
{
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);

    public async Task<string?> RunAsync(bool add, HomeBlock block, CancellationToken cancellation)
    {
        try
        {
            var start = new ProcessStartInfo(file, [add ? "add" : "remove", block.ToString()])
            {
                RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true,
            };
            using var process = Process.Start(start);
            return process is null ? "it was not started" : await EndOfAsync(process, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
    }

    private async Task<string?> EndOfAsync(Process process, CancellationToken cancellation)
    {
        process.StandardInput.Close();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(patience);
        try
        {
            // Both are read, so that it cannot be stopped by a full pipe.
            var output = process.StandardOutput.ReadToEndAsync(end.Token);
            var errors = await process.StandardError.ReadToEndAsync(end.Token).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            await process.WaitForExitAsync(end.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {FirstLine(errors)}";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return $"it was stopped after {patience.TotalSeconds:0} s";
        }
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
