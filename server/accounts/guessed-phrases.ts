// Phrases that guessers know by heart, long enough to be passwords here: proverbs, lines of films, songs, prayers and games, examples of good passwords.
// Compared without spaces, signs and case, and also as parts of longer ones.
export const GUESSED_PHRASES: readonly string[] = `
correct horse battery staple
trustno1trustno1
this is my password
this is not my password
my voice is my password
i forgot my password
i hate passwords
password is password
enter your password
let me in please
open sesame open sesame
the quick brown fox jumps over the lazy dog
the quick brown fox
lorem ipsum dolor sit amet
all your base are belong to us
hello world hello world
to be or not to be that is the question
to be or not to be
all that glitters is not gold
something wicked this way comes
romeo romeo wherefore art thou
it was the best of times it was the worst of times
call me ishmael some years ago
in the beginning god created the heaven and the earth
in the beginning was the word
the lord is my shepherd
our father who art in heaven
hail mary full of grace
god bless america
in god we trust
jesus is my savior
jesus loves me this i know
for god so loved the world
i can do all things through christ
love thy neighbour as yourself
may the force be with you
luke i am your father
these are not the droids you are looking for
do or do not there is no try
live long and prosper
beam me up scotty
resistance is futile
winter is coming
you know nothing jon snow
valar morghulis valar dohaeris
a lannister always pays his debts
one ring to rule them all
you shall not pass
my precious my precious
speak friend and enter
not all those who wander are lost
i solemnly swear that i am up to no good
expecto patronum expecto patronum
wingardium leviosa
the boy who lived
mischief managed
avada kedavra avada kedavra
i am your father
hasta la vista baby
i will be back
houston we have a problem
here is looking at you kid
frankly my dear i dont give a damn
there is no place like home
toto i have a feeling we are not in kansas anymore
follow the yellow brick road
somewhere over the rainbow
you cant handle the truth
show me the money
life is like a box of chocolates
run forrest run
i see dead people
say hello to my little friend
youre gonna need a bigger boat
nobody puts baby in a corner
to infinity and beyond
hakuna matata hakuna matata
just keep swimming
let it go let it go
with great power comes great responsibility
i am iron man
avengers assemble
why so serious
im the king of the world
winners never quit and quitters never win
the cake is a lie
its dangerous to go alone take this
would you kindly
war war never changes
the princess is in another castle
thank you mario but our princess is in another castle
gotta catch em all
game over game over
up up down down left right left right
space the final frontier
dont panic dont panic
so long and thanks for all the fish
the answer is forty two
the answer to life the universe and everything
hello darkness my old friend
is this the real life is this just fantasy
we are the champions
we will rock you
bohemian rhapsody
stairway to heaven
highway to hell
knockin on heavens door
smells like teen spirit
hotel california
another brick in the wall
wish you were here
comfortably numb
imagine all the people
all you need is love
let it be let it be
yellow submarine
here comes the sun
strawberry fields forever
lucy in the sky with diamonds
twinkle twinkle little star
mary had a little lamb
happy birthday to you
row row row your boat
the itsy bitsy spider
humpty dumpty sat on a wall
jingle bells jingle bells
silent night holy night
we wish you a merry christmas
merry christmas and a happy new year
i love you forever
i love you so much
i love you baby
i love my mom and dad
i love my family
i love my husband
i love my wife
i love jesus christ
i will always love you
love is all you need
you are my sunshine
live laugh love
never say never
never give up never surrender
never gonna give you up
nothing is impossible
carpe diem carpe diem
veni vidi vici
cogito ergo sum
memento mori memento mori
e pluribus unum
semper fidelis
liberte egalite fraternite
alea iacta est alea iacta est
an apple a day keeps the doctor away
a penny saved is a penny earned
the early bird catches the worm
practice makes perfect
better late than never
actions speak louder than words
when in rome do as the romans do
two wrongs dont make a right
time flies when you are having fun
keep calm and carry on
make america great again
we the people of the united states
i have a dream that one day
ask not what your country can do for you
give me liberty or give me death
one small step for man
manchester united
manchester city
real madrid
liverpool football club
you never walk alone
youll never walk alone
glory glory man united
dallas cowboys
new york yankees
pittsburgh steelers
los angeles lakers
golden state warriors
hala madrid hala madrid
visca el barca
new york city
san francisco
united states of america
united kingdom
administrator
supercalifragilisticexpialidocious
abracadabra abracadabra
qwertzuiopasdfghjkl
azertyuiopqsdfghjklm
one two three four five six
one two three four five
a b c d e f g h i j k l m n o
red orange yellow green blue
monday tuesday wednesday
january february march
ich liebe dich
schatzi ich liebe dich
ein ring sie zu knechten
freude schoner gotterfunken
te quiero mucho
te amo para siempre
je t aime pour toujours
ti amo per sempre
eu te amo para sempre
`
  .trim()
  .split('\n');
