using System.Net.Sockets;
using DsMip.Configuration;
using DsMip.HomeAgent;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;

const int Failed = 1;
try
{
    if (args is [ImportCommand.Name, ..]) return await ImportCommand.RunAsync(args[1..]).ConfigureAwait(false);
    var configuration = ConfigurationSources.Load(args);
    var options = HomeAgentOptionsReader.Read(configuration);
    var application = HomeAgentApplication.Build(options, configuration.GetSection("Logging"), () => HomeAgentOptionsReader.Read(ConfigurationSources.Load(args)));
    await using (application.ConfigureAwait(false))
    {
        await application.RunAsync().ConfigureAwait(false);
    }
    return Environment.ExitCode;
}
catch (ConfigurationException e)
{
    return Complain(e.Message, ConfigurationException.ExitCode);
}
catch (IOException e) when (e.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
{
    return Complain($"Admin:Listen: {e.Message}", ConfigurationException.ExitCode);
}
catch (Exception e)
{
    return Complain($"{e.GetType().Name}: {e.Message}", Failed);
}

static int Complain(string what, int code)
{
    Console.Error.WriteLine($"dsmip-ha: {what.ReplaceLineEndings(" ")}");
    return code;
}
