using DsMip.Fuzz.Engine;

return InstrumentedContext.Run<string[], TextWriter, int>(typeof(DsMip.Fuzz.FuzzCommand), nameof(DsMip.Fuzz.FuzzCommand.Run), args, Console.Out);
