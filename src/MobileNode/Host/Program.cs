using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using DsMip.Configuration;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Control;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.Discovery;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

const int Failed = 1;
try
{
    var commandLine = CommandLine.Parse(args);
    switch (commandLine.Verb)
    {
        case Verb.Help: Console.WriteLine(CommandLine.Usage); break;
        case Verb.Status: ShowStatus(commandLine); break;
        default: await RunAsync(commandLine.Load()).ConfigureAwait(false); break;
    }
    return 0;
}
catch (ConfigurationException e)
{
    return Complain(e, ConfigurationException.ExitCode);
}
catch (Exception e)
{
    return Complain(e, Failed);
}

static void ShowStatus(CommandLine commandLine)
{
    var status = ControlClient.Ask(MobileNodeOptionsReader.ReadControlSocket(commandLine.Load()));
    Console.Write(commandLine.Json ? JsonSerializer.Serialize(status, StatusJson.Default.StatusReport) + "\n" : StatusText.Of(status));
}

static async Task RunAsync(IConfiguration configuration)
{
    var options = MobileNodeOptionsReader.Read(configuration);
    using var stop = new CancellationTokenSource();
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var loggers = LoggerFactory.Create(logging => logging
        .AddConfiguration(configuration.GetSection("Logging"))
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffzzz ";
        }));
    var log = loggers.CreateLogger("dsmip-mn");
    if (options.AcceptUnprotectedSignalling) _ = InsecureWarning.RepeatAsync(log, TimeProvider.System, stop.Token);
    await new HomeAgentSessions(options, log).RunAsync(stop.Token).ConfigureAwait(false);

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}

static int Complain(Exception e, int code)
{
    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"dsmip-mn: {e.Message.ReplaceLineEndings(" ")}"));
    return code;
}
