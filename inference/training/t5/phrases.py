"""What people say in a word or two, in English, French and Spanish: among the pairs there is too little of it."""

from collections.abc import Iterator

from inference.training.t5.pairs import Pair

LANGUAGES = ("fr", "es")
# Without a mark: words that stand with any.
WORDS = """
Hello | Bonjour | Hola
Hi | Salut | Hola
Hey | Salut | Hola
Hi there | Salut | Hola
Hello everyone | Bonjour à tous | Hola a todos
Good morning | Bonjour | Buenos días
Good afternoon | Bonjour | Buenas tardes
Good evening | Bonsoir | Buenas noches
Good night | Bonne nuit | Buenas noches
Welcome | Bienvenue | Bienvenidos
Goodbye | Au revoir | Adiós
Bye | Au revoir | Adiós
See you | À bientôt | Nos vemos
See you soon | À bientôt | Hasta pronto
See you later | À plus tard | Hasta luego
See you tomorrow | À demain | Hasta mañana
Thanks | Merci | Gracias
Thank you | Merci | Gracias
Thanks a lot | Merci beaucoup | Muchas gracias
Thank you very much | Merci beaucoup | Muchas gracias
No, thank you | Non, merci | No, gracias
Yes, please | Oui, s'il vous plaît | Sí, por favor
You're welcome | De rien | De nada
Please | S'il vous plaît | Por favor
Sorry | Désolé | Lo siento
I'm sorry | Je suis désolé | Lo siento
Excuse me | Excusez-moi | Perdón
Pardon me | Pardon | Disculpe
No problem | Pas de problème | No hay problema
Of course | Bien sûr | Por supuesto
Yes | Oui | Sí
No | Non | No
Maybe | Peut-être | Quizás
Okay | D'accord | De acuerdo
Great | Super | Genial
Happy birthday | Joyeux anniversaire | Feliz cumpleaños
Merry Christmas | Joyeux Noël | Feliz Navidad
Happy New Year | Bonne année | Feliz año nuevo
Congratulations | Félicitations | Felicidades
Good luck | Bonne chance | Buena suerte
Bless you | À tes souhaits | Salud
Cheers | Santé | Salud
Enjoy your meal | Bon appétit | Buen provecho
Have a nice day | Bonne journée | Que tenga un buen día
Have a good evening | Bonne soirée | Que tenga una buena tarde
Have a nice weekend | Bon week-end | Buen fin de semana
Have a good trip | Bon voyage | Buen viaje
Get well soon | Bon rétablissement | Que te mejores
Nice to meet you | Enchanté | Mucho gusto
Help | Au secours | Socorro
Wait a moment | Attendez un instant | Espere un momento
See you on Monday | À lundi | Hasta el lunes
Good idea | Bonne idée | Buena idea
Dear friends | Chers amis | Queridos amigos
Dear Sir or Madam | Madame, Monsieur | Estimado señor o señora
Kind regards | Cordialement | Saludos cordiales
Best wishes | Meilleurs vœux | Mis mejores deseos
"""
SENTENCES = """
How are you? | Comment allez-vous ? | ¿Cómo está?
How's it going? | Comment ça va ? | ¿Qué tal?
I'm fine, thank you. | Je vais bien, merci. | Estoy bien, gracias.
What's your name? | Comment vous appelez-vous ? | ¿Cómo se llama?
Where are you from? | D'où venez-vous ? | ¿De dónde es usted?
How much is it? | C'est combien ? | ¿Cuánto es?
How much does it cost? | Combien ça coûte ? | ¿Cuánto cuesta?
What time is it? | Quelle heure est-il ? | ¿Qué hora es?
Where is the station? | Où est la gare ? | ¿Dónde está la estación?
Where is the toilet? | Où sont les toilettes ? | ¿Dónde está el baño?
Where is the exit? | Où est la sortie ? | ¿Dónde está la salida?
Do you speak English? | Parlez-vous anglais ? | ¿Habla inglés?
I don't understand. | Je ne comprends pas. | No entiendo.
I don't know. | Je ne sais pas. | No lo sé.
Can you help me? | Pouvez-vous m'aider ? | ¿Puede ayudarme?
The bill, please. | L'addition, s'il vous plaît. | La cuenta, por favor.
A coffee, please. | Un café, s'il vous plaît. | Un café, por favor.
A table for two, please. | Une table pour deux, s'il vous plaît. | Una mesa para dos, por favor.
I would like some water. | Je voudrais de l'eau. | Quisiera agua.
I'm lost. | Je suis perdu. | Estoy perdido.
I'm hungry. | J'ai faim. | Tengo hambre.
I'm tired. | Je suis fatigué. | Estoy cansado.
It doesn't matter. | Ce n'est pas grave. | No importa.
I love you. | Je t'aime. | Te quiero.
Call the police! | Appelez la police ! | ¡Llame a la policía!
What's new? | Quoi de neuf ? | ¿Qué hay de nuevo?
"""


def phrases() -> Iterator[Pair]:
    for line in filter(None, (WORDS + SENTENCES).splitlines()):
        english, *others = line.split(" | ")
        yield from (Pair(english, other, code) for code, other in zip(LANGUAGES, others, strict=True))


def typed(pair: Pair) -> Iterator[tuple[Pair, Pair]]:
    """As people type it, with and without capitals and marks, and as it should stand."""
    if pair.english[-1].isalpha():
        yield from ((each, pair) for each in (pair, _lower(pair)))
        yield from ((each, each) for each in (_with(".", pair), _exclaimed(pair)))
        return
    bare = Pair(pair.english.rstrip(".?!"), pair.other.strip(" .?!¿¡"), pair.language)
    yield from ((each, pair) for each in (pair, _lower(pair), bare, _lower(bare)))


def _lower(pair: Pair) -> Pair:
    return Pair(pair.english.lower(), pair.other.lower(), pair.language)


def _with(mark: str, pair: Pair) -> Pair:
    return Pair(pair.english + mark, pair.other + mark, pair.language)


def _exclaimed(pair: Pair) -> Pair:
    other = f"{pair.other} !" if pair.language == "fr" else f"¡{pair.other}!"
    return Pair(f"{pair.english}!", other, pair.language)
