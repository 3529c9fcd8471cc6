using System.Text;
using System.Text.Json;
using CompileDefinitions;
using OrthancLauncher.Core.Catalogue;

// CompileDefinitions OUTPUT SCHEMA IMAGE-DEFAULTS PLUGINS ALIASES LEGACY-NAMES
if (args is not [var output, var schema, var imageDefaults, var plugins, var aliases, var legacyNames])
{
    Console.Error.WriteLine("CompileDefinitions: a folder and five files are needed");
    return 64;
}

try
{
    var catalogue = Read(schema, static text => CatalogueCode.Write(CatalogueCompiler.Compile(text)));
    var tables = new StringBuilder(DefinitionsCode.Begin);
    tables.Append(Read(imageDefaults, static text => DefinitionsCode.ImageDefaults(Json(text))));
    tables.Append(Read(aliases, static text => DefinitionsCode.Table("Alias", Json(text))));
    tables.Append(Read(legacyNames, static text => DefinitionsCode.Table("LegacyName", Json(text))));
    tables.Append(Read(plugins, static text => DefinitionsCode.Plugins(Json(text))));
    File.WriteAllText(Path.Combine(output, "CatalogueData.g.cs"), catalogue);
    File.WriteAllText(Path.Combine(output, "BuiltInTables.g.cs"), tables.Append(DefinitionsCode.End).ToString());
    return 0;
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static JsonElement Json(byte[] text) => JsonElement.Parse(text);

// What is wrong with a file is said in the form that MSBuild shows as an error of that file.
static string Read(string file, Func<byte[], string> code)
{
    try
    {
        return code(File.ReadAllBytes(file));
    }
    catch (JsonException exception)
    {
        var place = $"{file}({exception.LineNumber + 1},{exception.BytePositionInLine + 1})";
        throw new FormatException($"{place}: error : {exception.Message}", exception);
    }
    catch (FormatException exception)
    {
        throw new FormatException($"{file}: error : {exception.Message}", exception);
    }
}
